"""The kinds of pages: how the blocks of a sheet are arranged, and what is drawn around them.

Here belongs where things stand; which blocks there are is said by lessons, what their formulas
are by `layers`, `maths` and `training`. Pages on which time runs to the right are in `time`.
"""
