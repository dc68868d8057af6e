"""Draft a map of a workbook that xlrnn did not make, from its formulas alone.

From formulas to sums of products (`tree`, `algebra`, `spellings`, `forms`), from cells to units
(`graph`, `units`), from units to layers (`rows`, `table`, `gates`, `scores`, `both_ways`), from
these to gradients and new weights (`loss`, `backward`, `through_time`, `training`), and from all of
it to ranges and a text (`ranges`, `labels`, `draft`). Nothing is believed: `verify` checks the map.
"""
