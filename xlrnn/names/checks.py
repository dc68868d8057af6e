"""What compares: with NumPy, and the two notations with each other."""

from xlrnn.names.name import Name, Role

# fmt: off
TABLE = (
    Name("mark", "check mark", ("one", "one"), Role.CHECK, text=True),
    Name("tolerance", "tolerance", ("one", "one"), Role.PARAMETER),
    Name("calculated", "whether this program has calculated", ("one", "one"), Role.CHECK,
         whole=True),
    Name("inputs_changed", "cells changed", ("row", "one"), Role.CHECK, whole=True),
    Name("numpy_difference", "largest difference", ("row", "one"), Role.CHECK),
    Name("numpy_verdict", "verdict", ("row", "one"), Role.CHECK, text=True),
    Name("numpy_summary", "this program against NumPy", ("one", "one"), Role.CHECK, text=True),
    Name("notation_difference", "largest difference", ("row", "one"), Role.CHECK),
    Name("notation_verdict", "verdict", ("row", "one"), Role.CHECK, text=True),
    Name("notation_summary", "the two notations against each other", ("one", "one"), Role.CHECK,
         text=True),
    Name("there", "is there one?", ("one", "one"), Role.CHECK, text=True),
    Name("fits", "is that possible?", ("one", "one"), Role.CHECK, text=True),
    Name("filled", "cells filled", ("row", "one"), Role.CHECK, whole=True),
    Name("amounts", "how far each cell is moved", ("row", "one"), Role.CHECK),
    Name("self_check", "self-check", ("row", "one"), Role.CHECK, text=True),
)
# fmt: on
