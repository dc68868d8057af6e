"""Functions of the field as formulas: activations, losses, optimizers, clipping, texts as numbers.

Here belongs what has no weights of its own; what has them is a layer.
"""
