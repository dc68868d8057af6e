"""The article's Keras listing, run as printed: what its lines do, and what they do not.

`running.py` runs it block by block, in `old_libraries.py`, which stands in for the libraries of its
time, on files that `files.py` makes. What follows from a run is in the modules of its parts.
"""
