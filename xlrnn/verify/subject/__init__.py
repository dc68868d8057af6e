"""What is verified: which blocks a workbook holds, where they are, and how NumPy calculates them.

Here belong lessons' own workbooks and, by a map, those of others; verdicts are given elsewhere.
"""
