"""From an expression to text in A1 notation: filled over a block, or over defined names.

Here belongs how a formula is spelled; what it says is an expression, one folder up.
"""
