"""From text to tokens: the one place that cuts a formula into pieces.

Here belongs what a text says by its form alone. What stands in the cells that it names, what tables
and defined names mean, is known by who has the workbook.
"""
