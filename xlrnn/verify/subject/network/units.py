"""How many units a layer has: the map says it, or its weights do."""

from collections.abc import Iterator, Mapping, Sequence

from xlrnn.errors import UsageError
from xlrnn.verify.subject.network import said, words
from xlrnn.verify.subject.network.axes import axes, joined_down, skip
from xlrnn.verify.subject.network.ranges import Range, naming
from xlrnn.verify.subject.network.said import Cells


def units_of(
    layer: said.Layer,
    part: str,
    kind: str,
    widths: Mapping[str, int],
    ranges: Mapping[int, Sequence[Range]],
) -> int:
    """Return the units of a layer, or of one direction of it.

    Args:
        layer: the layer.
        part: which direction.
        kind: of its cells.
        widths: of what it reads.
        ranges: of each place.

    Raises:
        UsageError: if nothing says it.
    """
    if units := layer.options.get("units"):
        return int(units)
    for cells, found in _by_weights(layer, part, kind, widths, ranges):
        lines, of = found
        if lines % of or lines < of:
            with naming(layer.name, cells.line):
                raise UsageError(f"{lines} rows or columns are not those of {of} gates of one size")
        return lines // of
    with naming(layer.name, layer.line):
        raise UsageError("its weights do not tell how many units it has: say units = …")


def _by_weights(
    layer: said.Layer,
    part: str,
    kind: str,
    widths: Mapping[str, int],
    ranges: Mapping[int, Sequence[Range]],
) -> Iterator[tuple[Cells, tuple[int, int]]]:
    """Yield how many lines weights have, and how many of them belong to a unit."""
    known = words.weights_of(kind)
    tied = ("W_hh", "b_h") if layer.options.get("tied") else ()
    for name, places in layer.tables[part].given.items():
        for cells in places if name in known and name not in tied else ():
            with naming(f"{layer.name}.{name}", cells.line):
                laid = axes(cells, known[name], kind, widths)
            gates = sum(1 for gate in laid.gates if not skip(gate))
            left_out = sum(map(skip, laid.gates))
            shape = extent(cells, ranges[id(cells)], turned=laid.turned)
            if cells.each == said.CELL:
                columns = [_length(each, widths) for each in laid.parts]
                if all(columns):
                    yield cells, (shape[0] * shape[1], gates * sum(columns))
            elif set(laid.parts) <= {"1", "h1"}:
                yield cells, (max(shape) - left_out, gates)
            else:
                yield cells, (shape[1 if laid.turned else 0] - left_out, gates)


def _length(part: str, widths: Mapping[str, int]) -> int:
    """Return how many columns a part has, 0 if that depends on the units."""
    if part in ("x", "1", "h1"):
        return sum(widths.values()) if part == "x" else 1
    return widths.get(part, 0) or skip(part)


def extent(cells: Cells, ranges: Sequence[Range], *, turned: bool) -> tuple[int, int]:
    """Return how many rows and columns of the sheet several ranges are together.

    Raises:
        UsageError: if they do not have as many rows, or columns where they lie under each other.
    """
    shapes = [found.shape for found in ranges]
    if cells.each == said.CELL:
        return 1, sum(height * width for height, width in shapes)
    down = joined_down(cells, ranges, turned=turned)
    across = {width if down else height for height, width in shapes}
    if len(across) > 1:
        lines = "columns" if down else "rows"
        got = " and ".join(map(str, sorted(across)))
        raise UsageError(f"its ranges have {got} {lines}, expected as many in each")
    along = sum(height if down else width for height, width in shapes)
    return (along, across.pop()) if down else (across.pop(), along)
