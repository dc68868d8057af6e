"""Other inputs than those a workbook came with, to see whether its formulas follow.

A formula that is right for the given numbers only, or a number that was typed or fetched from
where it stands already, does not.
"""
