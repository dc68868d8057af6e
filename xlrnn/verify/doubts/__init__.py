"""Why a workbook may not be what it seems: borrowed results, hidden lines, names that moved.

Here belongs what is seen without calculating; what calculates is in `varying` and one folder up.
"""
