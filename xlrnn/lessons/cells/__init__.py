"""Gated cells, gate by gate: a workbook for the LSTM and one for the GRU.

Here belongs what both lessons say; the formulas of the cells are in `sheet.layers`.
"""
