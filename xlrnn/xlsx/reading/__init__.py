"""Reading a workbook: its zip file, its parts, the cells of its sheets, their own formulas.

Here belongs what a file says. Files are hostile until shown otherwise: whatever is opened, is
opened through `package`.
"""
