"""The catalogue of misconceptions, and the wrong formulas that each of them makes.

Here belongs what may go wrong, as expressions. Whether it did is for `judge`.
"""
