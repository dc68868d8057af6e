"""What an expression evaluates to, given what cells show, without an engine.

Here belong the operators and functions of spreadsheets as Python functions, no formulas.
"""
