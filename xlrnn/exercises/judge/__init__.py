"""Is each cell right, and if not, which misconception predicts what it shows?

Here belongs the judgement of cells that one engine has calculated; how several engines come to one
result is for `mark`.
"""
