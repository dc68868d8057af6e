"""What is said of a workbook: a verdict for each cell, and what follows from all of them.

Here belongs how results are held against each other, and the words for it; how they come about
stands one folder up. What they look like to people is for `xlrnn.report`.
"""
