"""Read a map from a TOML file; one of the second schema by `network.reading`.

    schema = "xlrnn/map/1"
    sheet = "small"                              # the sheet of every range that names none
    [model]
    output_activation = "softmax"
    [given]                                      # inputs and weights
    x = ["L6:L9", "O6:O9"]                       # one range, or several side by side
    [calculated]                                 # formulas, which NumPy calculates again
    h = { range = "B30:D33", transposed = true, first_step = 2 }

All that a map can say stands in docs/foreign.md.
"""

import itertools
import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from xlrnn.errors import AddressError, UsageError
from xlrnn.formula.area import Area
from xlrnn.formula.place import Place
from xlrnn.nn import activations
from xlrnn.verify.subject.map import CALCULATED, GIVEN, GIVEN_TIED, Dims, Entry, Map, Model
from xlrnn.verify.subject.network import reading
from xlrnn.verify.subject.network.said import NetworkMap
from xlrnn.verify.subject.network.subject import check_network_map

SCHEMA = "xlrnn/map/1"
MOST_BYTES = 2**20

_RANGE = re.compile(r"(?:'(?P<quoted>(?:[^']|'')+)'!|(?P<bare>[^'!]+)!)?(?P<area>[^'!]+)")
_KINDS = {str: "a text", bool: "true or false", int: "a whole number"}

Table: TypeAlias = Mapping[str, Any]
T = TypeVar("T", str, bool, int)


def read_map(path: Path) -> Map | NetworkMap:
    """Read a map of either schema.

    Raises:
        UsageError: if it cannot be read, or says something that a map cannot say.
    """
    try:
        if path.is_file() and path.stat().st_size > MOST_BYTES:
            raise UsageError(f"the map {path} has more than {MOST_BYTES} bytes: it is none")
        text = path.read_text(encoding="utf-8")
        content = tomllib.loads(text)
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"cannot read the map {path}: {error}") from None
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"the map {path} is no TOML: {error}") from None
    except RecursionError:
        raise UsageError(f"the map {path} is no map: it is nested too deeply") from None
    try:
        return _map(content, text, str(path))
    except (UsageError, AddressError) as error:
        raise UsageError(f"the map {path}: {error}") from None


def _map(content: Table, text: str, source: str) -> Map | NetworkMap:
    if content.get("schema") == reading.SCHEMA:
        mapped = reading.network_map(content, text, source)
        check_network_map(mapped)
        return mapped
    if content.get("schema") != SCHEMA:
        raise UsageError(
            f"schema is {content.get('schema')!r:.60}, expected {reading.SCHEMA!r} or {SCHEMA!r}"
        )
    _refuse_unknown(content, ("schema", "sheet", "model", "given", "calculated"))
    sheet = _typed(content, "sheet", "")
    model = _model(_table(content, "model"))
    dims = GIVEN_TIED if model.tied else GIVEN
    given = _entries(_table(content, "given"), "[given] ", dims, sheet)
    calculated = _entries(_table(content, "calculated"), "[calculated] ", CALCULATED, sheet)
    return Map(source, model, given, calculated)


def _model(table: Table) -> Model:
    default, where = vars(Model()), "[model] "
    _refuse_unknown(table, default, where)
    model = Model(**{key: _typed(table, key, value, where) for key, value in default.items()})
    _check_activation("activation", model.activation)
    _check_activation("output_activation", model.output_activation)
    return model


def _check_activation(key: str, name: str) -> None:
    try:
        activations.get(name)
    except UsageError as error:
        raise UsageError(f"[model] {key}: {error}") from None


def _entries(table: Table, where: str, known: Mapping[str, Dims], sheet: str) -> list[Entry]:
    """Read the places of quantities, in the order in which `known` lists them."""
    _refuse_unknown(table, known, where)
    return [
        entry
        for quantity, dims in known.items()
        if quantity in table
        for entry in _places(table[quantity], quantity, dims, sheet)
    ]


def _places(value: Any, quantity: str, dims: Dims, sheet: str) -> list[Entry]:
    """Read the places of one quantity: a list of tables has several, all else is one."""
    several = isinstance(value, list) and any(isinstance(item, dict) for item in value)
    if several and quantity in GIVEN:
        raise UsageError(
            f"{quantity}: an input or a weight stands in one place, got a list of them"
        )
    return [
        _entry(item, quantity if number == 1 else f"{quantity}#{number}", quantity, dims, sheet)
        for number, item in enumerate(value if several else [value], start=1)
    ]


def _entry(item: Any, name: str, quantity: str, dims: Dims, sheet: str) -> Entry:
    """Read one place: a range, a list of ranges, or a table with `range`."""
    table, where = item if isinstance(item, dict) else {"range": item}, f"{name}: "
    late = ("first_step",) if quantity in CALCULATED else ()
    _refuse_unknown(table, ("range", "transposed", *late), where)
    transposed = _typed(table, "transposed", False, where)
    first_step = _typed(table, "first_step", 1, where)
    try:
        places = [_place(text, sheet) for text in _ranges(table.get("range"))]
        place = _joined(places, transposed)
    except (UsageError, AddressError) as error:
        raise UsageError(f"{where}{error}") from None
    return Entry(name, quantity, dims, place, transposed, first_step)


def _ranges(value: Any) -> list[str]:
    ranges = [value] if isinstance(value, str) else value
    if not isinstance(ranges, list) or not ranges or not all(isinstance(r, str) for r in ranges):
        raise UsageError(f"expected a range or a list of ranges, got {value!r}")
    return ranges


def _place(text: str, sheet: str) -> Place:
    """Read a range such as `B2:D3`, `small!B2:D3` or `'Tom''s sheet'!B2`."""
    match = _RANGE.fullmatch(text)
    if not match:
        raise UsageError(f"{text!r} is no range: expected one as in B2:D3 or 'my sheet'!B2:D3")
    named = (match["quoted"] or "").replace("''", "'") or match["bare"] or sheet
    if not named:
        raise UsageError(f"{text!r} names no sheet, and the map has no `sheet` for such ranges")
    return Place.of(named, Area.parse(match["area"]))


def _joined(places: Sequence[Place], transposed: bool) -> Place:
    """Join ranges that stand side by side, or under each other if transposed."""
    rows, columns = [place.rows for place in places], [place.columns for place in places]
    across, along = (columns, rows) if transposed else (rows, columns)
    if len({place.sheet.casefold() for place in places}) > 1 or len(set(across)) > 1:
        how = (
            "under each other in the same columns"
            if transposed
            else ("side by side in the same rows, or be transposed and stand under each other")
        )
        raise UsageError(f"its ranges must stand on one sheet, {how}")
    line = tuple(itertools.chain(*along))
    if any(late <= early for early, late in itertools.pairwise(line)):
        order = "from top to bottom" if transposed else "from left to right"
        raise UsageError(f"its ranges must follow each other {order}")
    sheet = places[0].sheet
    return Place(sheet, line, columns[0]) if transposed else Place(sheet, rows[0], line)


def _table(content: Table, key: str) -> Table:
    table = content.get(key, {})
    if not isinstance(table, dict):
        raise UsageError(f"{key} is {table!r}, expected a table [{key}]")
    return table


def _refuse_unknown(table: Table, known: Collection[str], where: str = "") -> None:
    for key in table:
        if key not in known:
            raise UsageError(f"{where}{key!r} is unknown: expected one of {', '.join(known)}")


def _typed(table: Table, key: str, default: T, where: str = "") -> T:
    """Return an option, which must be of its default's type: TOML's true is no number."""
    value = table.get(key, default)
    if type(value) is not type(default):
        raise UsageError(f"{where}{key} is {value!r}, expected {_KINDS[type(default)]}")
    return value
