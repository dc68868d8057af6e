"""The grammar of formulas: cells, blocks of cells, expressions over them, and their text.

Here belongs whatever is true of any formula: what it reads, what it evaluates to, how it is cut
into tokens, how it is written. What a formula is about (layers, pages, lessons) stands above, and
so does the file format. Nothing here imports anything but the table of names and the errors.
"""
