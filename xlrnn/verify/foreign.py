"""Verify a workbook that xlrnn did not make: a map says which ranges hold which quantity.

    schema = "xlrnn/map/1"
    sheet = "small"                       # where ranges are that name no sheet

    [model]
    activation = "tanh"                   # of the recurrent layer
    output_activation = "sigmoid"         # of the output layer: linear, sigmoid, relu, softmax
    tied = false                          # true: w_hh and b_h are one number each

    [given]                               # inputs and weights
    x = ["L6:L9", "O6:O9"]                # one range, or one for each step
    W_xh = "B16:E18"

    [calculated]                          # what the sheet calculates, and NumPy again
    h = { range = "B30:D33", transposed = true }
    h_prev = { range = "O10:O12", first_step = 2 }
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from xlrnn.errors import AddressError, ShapeError, UsageError
from xlrnn.names import Role
from xlrnn.nn import Dense, SimpleRNN, Trace, softmax
from xlrnn.sheet.block import Block, Place
from xlrnn.sheet.cell import Area
from xlrnn.verify.locate import Located
from xlrnn.verify.subject import Arrays, Subject
from xlrnn.xlsx.read import Workbook

SCHEMA = "xlrnn/map/1"

# Rows and columns of each quantity as textbooks write it, in the order of the calculation.
GIVEN = {
    "x": ("feature", "step"),
    "W_xh": ("unit", "feature"),
    "h_0": ("unit", "one"),
    "W_hh": ("side", "side"),
    "b_h": ("side", "one"),
    "W_hy": ("output", "unit"),
    "b_y": ("output", "one"),
}
CALCULATED = {
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
NEEDED = ("x", "W_xh", "W_hh")
MODEL = {"activation": "tanh", "output_activation": "linear", "tied": False}


@dataclass(frozen=True)
class Entry:
    """Where one quantity stands.

    Args:
        ranges: its ranges, side by side (or under each other, if transposed).
        transposed: whether rows and columns are exchanged.
        first_step: the step of its first column.
    """

    ranges: tuple[str, ...]
    transposed: bool = False
    first_step: int = 1


@dataclass(frozen=True)
class Map:
    """The map of a workbook."""

    source: str
    sheet: str
    model: Mapping[str, Any]
    given: Mapping[str, Entry]
    calculated: Mapping[str, Entry]


def read_map(path: Path) -> Map:
    """Read a map from a TOML file.

    Raises:
        UsageError: if it is unreadable or says something that a map cannot say.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"cannot read the map {path}: {error}") from None
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"the map {path} is no TOML: {error}") from None
    if content.get("schema") != SCHEMA:
        raise UsageError(f"{path}: schema is {content.get('schema')!r}, expected {SCHEMA!r}")
    model = {**MODEL, **_known(content.get("model", {}), MODEL, f"{path} [model]")}
    given = _known(content.get("given", {}), GIVEN, f"{path} [given]")
    for name in NEEDED:
        if name not in given:
            raise UsageError(f"{path} [given]: {name} is not there, and nothing can do without it")
    calculated = _known(content.get("calculated", {}), CALCULATED, f"{path} [calculated]")
    if not calculated:
        raise UsageError(f"{path}: [calculated] is empty, so there is nothing to check")
    return Map(
        str(path),
        str(content.get("sheet", "")),
        model,
        {name: _entry(value, name, path) for name, value in given.items()},
        {name: _entry(value, name, path) for name, value in calculated.items()},
    )


def _known(table: Any, known: Mapping[str, Any], where: str) -> dict[str, Any]:
    if not isinstance(table, dict):
        raise UsageError(f"{where}: expected a table")
    for name in table:
        if name not in known:
            raise UsageError(f"{where}: {name!r} is unknown, expected one of {', '.join(known)}")
    return table


def _entry(value: Any, name: str, path: Path) -> Entry:
    """Read a range, a list of ranges, or a table with `range`."""
    table = value if isinstance(value, dict) else {"range": value}
    table = _known(table, {"range": 0, "transposed": 0, "first_step": 0}, f"{path}, {name}")
    ranges = table.get("range")
    ranges = [ranges] if isinstance(ranges, str) else ranges
    if not isinstance(ranges, list) or not ranges or not all(isinstance(r, str) for r in ranges):
        raise UsageError(f"{path}, {name}: expected a range or a list of ranges, got {value!r}")
    return Entry(tuple(ranges), bool(table.get("transposed", False)), int(table.get("first_step", 1)))


def foreign_subject(file: Workbook, mapped: Map) -> Subject:
    """Return the subject that a map describes.

    Raises:
        UsageError: if a range is none, lies on a sheet that is not there, or has the wrong shape.
    """
    places = {
        name: _place(entry, name, file, mapped)
        for name, entry in {**mapped.given, **mapped.calculated}.items()
    }
    sizes = _sizes(places, mapped)
    blocks = []
    for name, dims in {**GIVEN, **CALCULATED}.items():
        if name in places:
            entry = mapped.given.get(name) or mapped.calculated[name]
            blocks.append(_located(name, dims, entry, places[name], sizes, mapped))
    return Subject(blocks, _calculation(mapped, sizes), {}, None)


def _place(entry: Entry, name: str, file: Workbook, mapped: Map) -> Place:
    """Join the ranges of an entry into one place."""
    sheets, rows, columns = [], [], []
    for text in entry.ranges:
        sheet, _, address = text.rpartition("!")
        try:
            place = Place.of(sheet.strip("'") or mapped.sheet, Area.parse(address))
        except AddressError as error:
            raise UsageError(f"{mapped.source}, {name}: {error}") from None
        sheets.append(place.sheet)
        rows.append(place.rows)
        columns.append(place.columns)
    if sheets[0] not in file.sheets:
        known = ", ".join(file.sheets)
        raise UsageError(f"{mapped.source}, {name}: no sheet {sheets[0]!r}, the workbook has {known}")
    same, joined = (columns, rows) if entry.transposed else (rows, columns)
    if len(set(sheets)) > 1 or len(set(same)) > 1:
        raise UsageError(f"{mapped.source}, {name}: ranges of one quantity must stand side by side")
    line = tuple(index for part in joined for index in part)
    return Place(sheets[0], line, same[0]) if entry.transposed else Place(sheets[0], same[0], line)


def _shape(place: Place, entry: Entry) -> tuple[int, int]:
    height, width = len(place.rows), len(place.columns)
    return (width, height) if entry.transposed else (height, width)


def _sizes(places: Mapping[str, Place], mapped: Map) -> dict[str, int]:
    features, steps = _shape(places["x"], mapped.given["x"])
    units, _ = _shape(places["W_xh"], mapped.given["W_xh"])
    outputs = _shape(places["W_hy"], mapped.given["W_hy"])[0] if "W_hy" in places else 0
    side = 1 if mapped.model["tied"] else units
    return {"one": 1, "feature": features, "step": steps, "unit": units, "output": outputs, "side": side}


def _located(
    name: str,
    dims: tuple[str, str],
    entry: Entry,
    place: Place,
    sizes: Mapping[str, int],
    mapped: Map,
) -> Located:
    height, width = sizes[dims[0]], sizes[dims[1]] - (entry.first_step - 1)
    shape = _shape(place, entry)
    if shape != (height, width):
        raise UsageError(
            f"{mapped.source}, {name}: {', '.join(entry.ranges)} has shape {shape}, "
            f"expected {(height, width)} ({dims[0]}s × {dims[1]}s)"
        )
    role = Role.INPUT if name in GIVEN else Role.CALCULATION
    block = Block(name, name, place.sheet, shape, dims, role, place=place)
    return Located(block, place, transposed=entry.transposed)


def _calculation(mapped: Map, sizes: Mapping[str, int]) -> Any:
    """Return the function that calculates the model from what is given."""

    def expected(given: Arrays, _: Arrays | None) -> Trace:
        trace = _network(given, mapped.model, sizes)
        late = {
            name: trace[name][:, entry.first_step - 1 :]
            for name, entry in mapped.calculated.items()
            if name in trace
        }
        for name in mapped.calculated:
            if name not in trace:
                raise ShapeError(f"{mapped.source}: {name} needs W_hy or output_activation=softmax")
        return Trace({**given, **late})

    return expected


def _network(given: Arrays, model: Mapping[str, Any], sizes: Mapping[str, int]) -> Trace:
    """Run the recurrent layer and the output layer; rows become time, as in `xlrnn.nn`."""
    rnn = SimpleRNN(sizes["unit"], model["activation"], tied=model["tied"])
    bias = given.get("b_h", np.zeros((sizes["side"], 1)))
    rnn.set_weights(given["W_xh"].T, given["W_hh"].T, bias[:, 0])
    first = given.get("h_0", np.zeros((sizes["unit"], 1)))
    trace = rnn.trace(given["x"].T, first[:, 0])
    trace["a"] = trace["a_x"] + trace["a_h"]
    if "W_hy" in given:
        trace |= _output(trace["h"], given, model, sizes)
    return Trace({name: array.T for name, array in trace.items()})


def _output(
    h: np.ndarray[Any, Any], given: Arrays, model: Mapping[str, Any], sizes: Mapping[str, int]
) -> Trace:
    as_softmax = model["output_activation"] == "softmax"
    dense = Dense(sizes["output"], "linear" if as_softmax else model["output_activation"])
    dense.set_weights(given["W_hy"].T, given.get("b_y", np.zeros((sizes["output"], 1)))[:, 0])
    trace = dense.trace(h)
    return Trace({**trace, **softmax(trace["logits"])}) if as_softmax else trace
