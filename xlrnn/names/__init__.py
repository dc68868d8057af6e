"""The one table of names: what each quantity is called, and how it is laid out.

A name is a key of the NumPy trace, the name of a block and the defined name of its cells, so it
must be a Python identifier *and* a name that spreadsheets accept: an underscore before a digit
(`h1` is a cell), never `c` or `r`. The table has a file for each part of the subject.
"""

from collections.abc import Iterable, Sequence
from itertools import chain

from xlrnn.errors import AddressError
from xlrnn.names import (
    checks,
    decoding,
    gate_gradients,
    gates,
    gradients,
    model,
    network,
    pictures,
    sentence,
    training,
    unrolled,
    vanishing,
)
from xlrnn.names.name import Kind, Name, Role, Ways, check_name

__all__ = ["NAMES", "Kind", "Name", "Role", "Ways", "check_name", "one_table"]

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
    decoding,
    pictures,
    checks,
)


def one_table(parts: Iterable[Sequence[Name]]) -> dict[str, Name]:
    """Return the entries of all parts by their symbols.

    Raises:
        AddressError: if two entries have the same symbol: one would take the other's label.
    """
    table: dict[str, Name] = {}
    for name in chain.from_iterable(parts):
        if name.symbol in table:
            raise AddressError(
                f"two quantities are called {name.symbol!r}: “{table[name.symbol].label}” and "
                f"“{name.label}”; give one of them another symbol"
            )
        table[name.symbol] = name
    return table


NAMES: dict[str, Name] = one_table(part.TABLE for part in _PARTS)
