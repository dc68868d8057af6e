"""The sizes of a network, from the ranges of its map alone."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, NoReturn

from xlrnn.errors import UsageError
from xlrnn.verify.subject.network import said, words
from xlrnn.verify.subject.network.ranges import Names, Range, Ranges, all_places, naming
from xlrnn.verify.subject.network.said import Cells
from xlrnn.verify.subject.network.units import extent, units_of

STEPS: Final = "steps"
SAMPLES: Final = "samples"
LAST: Final = ".last"
MOST_STEPS: Final = 10_000
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,39}")
_RESERVED: Final = {*words.GATE_NAMES, "n", "h", "h1", "loss", "training"}


class Stream(NamedTuple):
    """What is read: an input, or what a layer returns.

    Args:
        width: its rows.
        steps: None if there are none.
    """

    width: int
    steps: int | None


@dataclass(frozen=True)
class Sized:
    """A layer whose sizes are known.

    Args:
        layer: what the map says of it.
        kind: of its cells.
        options: all of them.
        sources: what it reads, in its order, with `.last` where the last state is meant.
        widths: of each of them.
        units: its own width; of each direction.
        steps: None if it has none.
        number: which layer it is, from 0.
    """

    layer: said.Layer
    kind: str
    options: Mapping[str, Any]
    sources: tuple[str, ...]
    widths: tuple[int, ...]
    units: int
    steps: int | None
    number: int

    @property
    def name(self) -> str:
        """Its name."""
        return self.layer.name

    @property
    def features(self) -> int:
        """How wide what it reads is."""
        return sum(self.widths)

    @property
    def parts(self) -> tuple[str, ...]:
        """Its directions, "" if it has but one."""
        return words.DIRECTIONS if self.layer.kind == "bidirectional" else ("",)

    def owner(self, part: str) -> str:
        """Return what a direction is called."""
        return f"{self.name}.{part}" if part else self.name

    def length(self, part: str) -> int:
        """Return how many columns a part of the weights has."""
        known = {"x": self.features, "h": self.units, "1": 1, "h1": 1}
        if part in known:
            return known[part]
        return dict(zip(self.sources, self.widths, strict=True))[part]


@dataclass(frozen=True)
class Plan:
    """A map whose sizes are known.

    Args:
        mapped: the map.
        ranges: of each place.
        samples: how many there are.
        streams: what can be read, by name.
        layers: in the order of the calculation.
    """

    mapped: said.NetworkMap
    ranges: Mapping[int, Sequence[Range]]
    samples: int
    streams: Mapping[str, Stream]
    layers: Sequence[Sized]

    def layer(self, name: str) -> Sized:
        """Return the layer of a name."""
        return next(layer for layer in self.layers if layer.name == name)

    def behind(self, layer: Sized) -> set[str]:
        """Return what a layer follows from: inputs and layers, itself among them."""
        found, waiting = {layer.name}, [layer]
        while waiting:
            here = waiting.pop()
            first = here.options.get("first_state", "")
            for source in (*here.sources, *([first] if first else [])):
                name = source.removesuffix(LAST)
                if name not in found:
                    found.add(name)
                    waiting += [each for each in self.layers if each.name == name]
        return found

    @property
    def judged(self) -> Sized | None:
        """The layer whose output the loss judges."""
        loss = self.mapped.loss
        if loss is None:
            return None
        return self.layer(loss.of) if loss.of else self.layers[-1]


def plan(mapped: said.NetworkMap, names: Names | None = None) -> Plan:
    """Return the sizes of a network.

    Args:
        mapped: the map.
        names: the defined names of the workbook, if the map has any.

    Raises:
        UsageError: if the map contradicts itself; the message names the line.
    """
    finder, ranges = Ranges(mapped.sheet, names), {}
    for what, cells in all_places(mapped):
        with naming(what, cells.line):
            ranges[id(cells)] = finder.of(cells)
    streams, samples = _inputs(mapped, ranges)
    layers: list[Sized] = []
    for layer in mapped.layers:
        with naming(f"layer {layer.name}", layer.line):
            _check_name(layer.name, streams)
            layers.append(_sized(layer, streams, layers, ranges))
        streams[layer.name] = _returned(layers[-1])
    found = Plan(mapped, ranges, samples, streams, layers)
    _refuse_unread(found)
    _check_loss(found)
    return found


def _check_loss(found: Plan) -> None:
    """Refuse a loss of no layer, or of one whose output it cannot judge."""
    loss, names = found.mapped.loss, [layer.name for layer in found.layers]
    if loss is None:
        return
    with naming("loss", loss.line):
        if loss.of and loss.of not in names:
            _unknown(loss.of, names)
        judged = found.judged
        assert judged is not None
        says = "softmax" if judged.kind == "softmax" else judged.options.get("activation", "linear")
        wanted = words.JUDGES.get(loss.kind, says)
        if says != wanted or (loss.kind in words.JUDGES and judged.kind in words.RECURRENT):
            raise UsageError(
                f"{loss.kind} judges what {wanted} returns, and {judged.name} is {says}"
            )


def _refuse_unread(found: Plan) -> None:
    """Refuse an input that no layer reads: nothing would tell whether it is the right one."""
    read = {source for layer in found.layers for source in layer.sources}
    for given in found.mapped.inputs:
        for name, places in given.places.items():
            if name not in read:
                with naming(name, places[0].line):
                    raise UsageError("no layer reads this input: say so with reads")


def _inputs(
    mapped: said.NetworkMap, ranges: Mapping[int, Sequence[Range]]
) -> tuple[dict[str, Stream], int]:
    """Return the inputs, and how many samples there are."""
    recurrent = any(layer.kind in (*words.RECURRENT, "bidirectional") for layer in mapped.layers)
    streams: dict[str, Stream] = {}
    counts: dict[str, int] = {}
    for given in mapped.inputs:
        columns = given.columns or (STEPS if recurrent else SAMPLES)
        for name, places in given.places.items():
            with naming(name, places[0].line):
                _check_name(name, streams)
                if len(places) > 1:
                    raise UsageError("an input stands in one place, got a list of them")
                streams[name], counts[name] = _input(places[0], columns, ranges[id(places[0])])
    if len({*counts.values()}) > 1:
        said_by = ", ".join(f"{name} has {count}" for name, count in counts.items())
        raise UsageError(f"input: {said_by} samples: expected as many of each")
    return streams, next(iter(counts.values()))


def _input(cells: Cells, columns: str, ranges: Sequence[Range]) -> tuple[Stream, int]:
    """Return the sizes of an input, and how many samples it has."""
    if cells.rows or cells.columns or cells.first_step != 1:
        raise UsageError("an input has no rows, columns or first_step: it is all there")
    shapes = [found.shape[:: -1 if cells.transposed else 1] for found in ranges]
    if cells.each == said.CELL:
        count = sum(height * width for height, width in shapes)
        return Stream(count, 1 if columns == STEPS else None), 1
    if not cells.each:
        height, width = extent(cells, ranges, turned=cells.transposed)
        rows, count = (width, height) if cells.transposed else (height, width)
        return (Stream(rows, count), 1) if columns == STEPS else (Stream(rows, None), count)
    if len({*shapes}) > 1:
        got = " and ".join(f"{height} × {width}" for height, width in sorted({*shapes}))
        raise UsageError(f"its ranges have {got} cells, expected as many in each")
    (height, width), many = shapes[0], len(shapes)
    if cells.each == said.STEP:
        return Stream(height, many), width
    return Stream(height, width), many


def _sized(
    layer: said.Layer,
    streams: Mapping[str, Stream],
    before: Sequence[Sized],
    ranges: Mapping[int, Sequence[Range]],
) -> Sized:
    inputs = [*streams][: len(streams) - len(before)]
    sources = layer.reads or ((before[-1].name,) if before else tuple(inputs))
    read = {source: _read(source, streams) for source in sources}
    steps = _steps(read)
    kind = words.kind_of_cells(layer.kind, layer.options)
    options = words.options_of(layer.kind, layer.options) | dict(layer.options)
    widths = {source: stream.width for source, stream in read.items()}
    if kind in words.RECURRENT:
        steps = steps or 1
        part = "forward" if layer.kind == "bidirectional" else ""
        units = units_of(layer, part, kind, widths, ranges)
        _check_first(options.get("first_state", ""), kind, units, before)
    elif kind == "dense":
        units = units_of(layer, "", kind, widths, ranges)
    else:
        units = sum(widths.values())
    if kind == "repeat":
        if steps is not None:
            raise UsageError(f"repeat takes what has no steps, as {sources[0]}{LAST}")
        steps = int(options["steps"])
        if steps > MOST_STEPS:
            raise UsageError(f"steps is {steps}, expected at most {MOST_STEPS}")
    return Sized(layer, kind, options, tuple(read), (*widths.values(),), units, steps, len(before))


def _read(source: str, streams: Mapping[str, Stream]) -> Stream:
    name = source.removesuffix(LAST)
    if name not in streams:
        _unknown(name, streams)
    stream = streams[name]
    if name == source:
        return stream
    if stream.steps is None:
        raise UsageError(f"{name} has no steps, so there is no {source}")
    return Stream(stream.width, None)


def _steps(read: Mapping[str, Stream]) -> int | None:
    """Return how many steps several inputs have; one without is the same at every step."""
    counts = {source: stream.steps for source, stream in read.items() if stream.steps is not None}
    if len({*counts.values()}) > 1:
        said_by = ", ".join(f"{source} has {steps}" for source, steps in counts.items())
        raise UsageError(f"{said_by} steps: expected as many of each")
    return next(iter(counts.values()), None)


def _returned(layer: Sized) -> Stream:
    both = layer.layer.kind == "bidirectional" and layer.options["merge"] == "concat"
    return Stream(layer.units * (2 if both else 1), layer.steps)


def _check_first(name: str, kind: str, units: int, before: Sequence[Sized]) -> None:
    """Refuse first states that are not those of a layer before."""
    if not name:
        return
    found = next((layer for layer in before if layer.name == name), None)
    fits = {"lstm": ("lstm",)}.get(kind, words.RECURRENT)
    if found is None or found.layer.kind not in fits or found.units != units:
        raise UsageError(
            f"first_state is {name!r}, expected a layer before of kind {' or '.join(fits)} with "
            f"{units} units"
        )


def _check_name(name: str, others: Collection[str]) -> None:
    if not _NAME.fullmatch(name) or name in _RESERVED:
        raise UsageError(f"{name!r} is no name for it: use letters, digits and _, as in layer_1")
    if name in others:
        raise UsageError(f"there are two {name}: expected a name for each")


def _unknown(name: str, known: Collection[str]) -> NoReturn:
    raise UsageError(f"there is no {name!r} before it: expected one of {', '.join(known)}")
