"""What a student is asked: which cells are blank, with which options, tried with which inputs.

Here belong the choices, all of which follow from a key. No workbook is written or read here.
"""
