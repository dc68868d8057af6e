"""The network as formulas: cells, expressions, blocks, pages, and one file for each layer.

Whoever adds a lesson writes blocks and equations, never cell addresses. The layers mirror those
of `xlrnn.nn` file for file, and the two never import each other.
"""
