"""Many files: found, graded in processes that can be ended, compared, given points.

Here belongs what a class is; what a single cell is worth is for `judge`.
"""
