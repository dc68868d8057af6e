"""What a map says of a workbook that xlrnn did not make, and whether it holds together.

A map names the model, and for each quantity the cells that hold it. It is complete and free of
contradictions before any workbook is opened: sizes follow from the ranges alone.
"""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from xlrnn.errors import UsageError
from xlrnn.formula.cell import Cell
from xlrnn.formula.place import Place

Dims: TypeAlias = tuple[str, str]
Sizes: TypeAlias = Mapping[str, int]

# What the rows and the columns of each quantity count, as textbooks write it, in the order of
# the calculation.
GIVEN: Mapping[str, Dims] = {
    "x": ("feature", "step"),
    "W_xh": ("unit", "feature"),
    "h_0": ("unit", "one"),
    "W_hh": ("unit", "unit"),
    "b_h": ("unit", "one"),
    "W_hy": ("output", "unit"),
    "b_y": ("output", "one"),
}
GIVEN_TIED: Mapping[str, Dims] = {**GIVEN, "W_hh": ("one", "one"), "b_h": ("one", "one")}
CALCULATED: Mapping[str, Dims] = {
    "a_x": ("unit", "step"),
    "h_prev": ("unit", "step"),
    "a_h": ("unit", "step"),
    "a": ("unit", "step"),
    "h": ("unit", "step"),
    "logits": ("output", "step"),
    "logits_max": ("one", "step"),
    "exps": ("output", "step"),
    "exps_sum": ("one", "step"),
    "p": ("output", "step"),
    "y": ("output", "step"),
}
_NEEDED = ("x", "W_xh", "W_hh")
_OF_SOFTMAX = frozenset({"logits_max", "exps", "exps_sum", "p"})
_OF_OUTPUT = frozenset({"b_y", "logits", "y"}) | _OF_SOFTMAX
_SAYS_HOW_MANY = {"feature": "x", "step": "x", "unit": "W_xh", "output": "W_hy"}


@dataclass(frozen=True)
class Model:
    """The network that a workbook shows.

    Args:
        activation: of the recurrent layer.
        output_activation: of the output layer.
        tied: whether all units share one recurrent weight and one bias.
        subtract_max: whether softmax takes the largest score off before it takes exponentials.
    """

    activation: str = "tanh"
    output_activation: str = "linear"
    tied: bool = False
    subtract_max: bool = True


@dataclass(frozen=True)
class Entry:
    """Where one quantity stands.

    Args:
        name: what reports call it: the quantity, with a number from its second place on.
        quantity: the quantity.
        dims: what its rows and columns count, as textbooks write it.
        place: its cells; the sheet is as the map writes it.
        transposed: whether rows and columns are exchanged on the sheet.
        first_step: the time step that it begins with.
    """

    name: str
    quantity: str
    dims: Dims
    place: Place
    transposed: bool = False
    first_step: int = 1

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns, as textbooks write it."""
        height, width = len(self.place.rows), len(self.place.columns)
        return (width, height) if self.transposed else (height, width)


@dataclass(frozen=True)
class Map:
    """The model that a workbook shows, and which cells hold which quantity of it.

    Args:
        source: the file that the map was read from.
        model: the network.
        given: inputs and weights.
        calculated: what NumPy calculates again.

    Raises:
        UsageError: if something is missing, does not fit, or is claimed twice.
    """

    source: str
    model: Model
    given: Sequence[Entry]
    calculated: Sequence[Entry]

    def __post_init__(self) -> None:
        self._check_complete()
        for entry in self.entries:
            _check_steps(entry, self.sizes)
            _check_shape(entry, self.sizes)
        self._refuse_overlaps()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Everything that has a place, in the order of the calculation."""
        return (*self.given, *self.calculated)

    @property
    def sizes(self) -> Sizes:
        """How many features, steps, units and outputs there are."""
        shapes = {entry.quantity: entry.shape for entry in self.given}
        features, steps = shapes["x"]
        units, outputs = shapes["W_xh"][0], shapes.get("W_hy", (0, 0))[0]
        return {"one": 1, "feature": features, "step": steps, "unit": units, "output": outputs}

    def _check_complete(self) -> None:
        there = {entry.quantity for entry in self.given}
        for quantity in _NEEDED:
            if quantity not in there:
                raise UsageError(f"[given] has no {quantity}, and nothing can do without it")
        if not self.calculated:
            raise UsageError("[calculated] is empty, so there is nothing to check")
        for entry in self.entries:
            if entry.quantity in _OF_OUTPUT and "W_hy" not in there:
                raise UsageError(f"{entry.name} needs an output layer, and [given] has no W_hy")
            if entry.quantity in _OF_SOFTMAX and self.model.output_activation != "softmax":
                raise UsageError(f'{entry.name} needs output_activation = "softmax" in [model]')

    def _refuse_overlaps(self) -> None:
        """Refuse a cell that is checked as two quantities; weights may share cells."""
        owners: dict[tuple[str, int, int], Entry] = {}
        for entry in self.entries:
            place = entry.place
            for row, column in itertools.product(place.rows, place.columns):
                owner = owners.setdefault((place.sheet.casefold(), row, column), entry)
                if owner is not entry and entry.quantity in CALCULATED:
                    raise UsageError(
                        f"{Cell(row, column)} belongs to {owner.name} and to {entry.name}"
                    )


def _check_steps(entry: Entry, sizes: Sizes) -> None:
    if not 1 <= entry.first_step <= sizes["step"]:
        raise UsageError(
            f"{entry.name}: first_step is {entry.first_step}, expected 1 to {sizes['step']}, "
            "the steps of x"
        )


def _check_shape(entry: Entry, sizes: Sizes) -> None:
    """Compare a place with the sizes, in words that speak of the sheet's rows and columns."""
    dims = entry.dims[::-1] if entry.transposed else entry.dims
    expected = [_length(dim, entry, sizes) for dim in dims]
    found = [len(entry.place.rows), len(entry.place.columns)]
    if _fits(found, expected):
        return
    turned = str(not entry.transposed).lower()
    hint = f"; it fits with transposed = {turned}" if _fits(found[::-1], expected) else ""
    raise UsageError(
        f"{entry.name}: {entry.place.area} has {found[0]} × {found[1]} cells, "
        f"expected {expected[0] or '…'} × {expected[1] or '…'}: "
        f"{_counted('row', dims[0], entry, sizes)}, "
        f"{_counted('column', dims[1], entry, sizes)}{hint}"
    )


def _length(dim: str, entry: Entry, sizes: Sizes) -> int | None:
    """Return how many rows or columns there should be, None if this very entry says so."""
    if _SAYS_HOW_MANY.get(dim) == entry.quantity:
        return None
    return sizes[dim] - (entry.first_step - 1 if dim == "step" else 0)


def _fits(found: Sequence[int], expected: Sequence[int | None]) -> bool:
    return all(size in (None, number) for number, size in zip(found, expected, strict=True))


def _counted(line: str, dim: str, entry: Entry, sizes: Sizes) -> str:
    """Say what the rows or columns should be, and which range says how many."""
    if dim == "one":
        return f"one {line}"
    source = _SAYS_HOW_MANY[dim]
    known = f" ({source} has {sizes[dim]})" if source != entry.quantity else ""
    since = f" from step {entry.first_step} on" if dim == "step" and entry.first_step > 1 else ""
    return f"a {line} for each {dim}{since}{known}"
