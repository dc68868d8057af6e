"""Pages on which time runs to the right: a column a step, bands of blocks under each other.

Here belongs the layout of such pages alone: bands, columns, rows, charts, screen and print.
"""
