"""The catalogue of misconceptions, and the wrong formulas that each of them makes.

Here belongs what may go wrong, as expressions, and when two formulas count as the same. Whether a
student's cell is wrong is for `judge`.
"""
