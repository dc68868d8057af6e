"""NumPy against the engine: which cells agree, and where the first one does not.

Nothing here calculates a network or writes a formula; it reads a workbook, lets a lesson say
what it should show and an engine what it does show, and compares.
"""
