"""Recurrent neural networks in a spreadsheet: see every number, check it, teach with it.

The verbs of the command line are functions in `xlrnn.api`; importing this package is free.
"""

__version__ = "0.1.0"
