"""What workbooks show of the article: lessons are built, calculated, and their cells are read.

A claim is a relation between numbers. It is demanded twice, of the cells and of NumPy's numbers,
with arithmetic of its own: neither of the two is believed because the other says the same.
"""
