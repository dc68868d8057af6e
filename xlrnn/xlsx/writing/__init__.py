"""Writing a workbook: a book becomes cells, formats, charts, drawings, lists to choose from.

Here belongs how things look in a file; where they stand is decided by `sheet.pages`.
"""
