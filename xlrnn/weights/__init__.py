"""Weights that a workbook holds now, back in a model that gives the numbers of the sheet.

`shown` is what an engine shows of the workbook, `exported` and `lessons` make a model of that,
`taken` holds the model against the outputs on the sheet, `files` writes it, and holds what was
written against them once more.
"""
