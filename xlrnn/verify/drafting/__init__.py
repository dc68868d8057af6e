"""Draft a map of a workbook that xlrnn did not make, from its formulas alone.

From formulas to sums of products (`tree`, `algebra`, `spellings`, `forms`), from cells to units
(`graph`, `units`), from units to layers (`groups`, `steps`, `gates`, `scores`), and from layers to
ranges and a text (`ranges`, `labels`, `draft`). Nothing here is believed: `verify` checks the map.
"""
