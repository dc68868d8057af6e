"""The proof that travels with a workbook: NumPy's numbers, and the checks against them.

Here belong blocks that compare; nothing that a network calculates.
"""
