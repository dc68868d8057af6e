"""Other inputs, the same formulas: every cell has to follow.

Here belongs the choice of inputs and the comparison of many trials.
"""
