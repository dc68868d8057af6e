"""Why a workbook may not be what it seems: borrowed results, hidden lines, names that moved.

Here belongs what is seen without calculating; what calculates stands one folder up.
"""
