"""The copy of a workbook that engines get: formulas alone, with planted results.

Here belongs what makes a formula safe and plain for every engine: tables, names and INDIRECT as
addresses, and nothing that reaches out of the workbook.
"""
