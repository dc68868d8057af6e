"""The one table of names: what each quantity is called, how it is laid out, which step it is.

A name is a key of the NumPy trace, the name of a block and the defined name of its cells, so it
must be a Python identifier *and* a name that spreadsheets accept: an underscore before a digit
(`h1` is a cell), never `c` or `r`. The table has a file for each part of the subject.
"""

from xlrnn.names import (
    checks,
    gate_gradients,
    gates,
    gradients,
    model,
    network,
    sentence,
    training,
    unrolled,
    vanishing,
)
from xlrnn.names.name import Name, Role, check_name

__all__ = ["NAMES", "Name", "Role", "check_name"]

_PARTS = (
    network,
    gates,
    gradients,
    gate_gradients,
    training,
    vanishing,
    unrolled,
    model,
    sentence,
    checks,
)

NAMES: dict[str, Name] = {name.symbol: name for part in _PARTS for name in part.TABLE}
