"""From layers to a map: ranges, and remarks on what the map cannot say."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from xlrnn.verify.drafting.graph import Graph
from xlrnn.verify.drafting.layer import Found
from xlrnn.verify.drafting.loss import FoundLoss
from xlrnn.verify.drafting.ranges import batch_place_of, fixed, place_of
from xlrnn.verify.drafting.sources import Wired
from xlrnn.verify.drafting.table import Cells
from xlrnn.verify.drafting.training import FoundTraining
from xlrnn.verify.subject.network import said, words

_MOST_ROWS: Final = 500
_USUAL: Final[Mapping[str, Mapping[str, object]]] = {
    "rnn": {"activation": "tanh"},
    "dense": {"activation": "linear", "subtract_max": True},
    "lstm": {"activation": "tanh", "recurrent_activation": "sigmoid"},
    "gru": {
        "activation": "tanh",
        "recurrent_activation": "sigmoid",
        "reset": "after",
        "update": "keeps",
    },
}


@dataclass
class Mapped:
    """A map in the making.

    Attributes:
        network: the map.
        remarks: what a reader should look at, for each layer by its name; "" for all.
        covered: the cells that it covers.
    """

    network: said.NetworkMap
    remarks: dict[str, list[str]] = field(default_factory=dict)
    covered: set[int] = field(default_factory=set)


def map_of(
    graph: Graph,
    wired: Wired,
    source: str,
    again: Mapping[int, Sequence[Found]],
    loss: FoundLoss,
    training: FoundTraining | None,
) -> Mapped:
    """Return the map of a network.

    Args:
        graph: the workbook.
        wired: the network.
        source: the name of the map.
        again: for a layer, by its `id`, the same calculation in other places.
        loss: of the network.
        training: what is shown of it.
    """
    writer = _Writer(graph, wired, source, again, training)
    return writer.mapped(loss)


class _Writer:
    def __init__(
        self,
        graph: Graph,
        wired: Wired,
        source: str,
        again: Mapping[int, Sequence[Found]],
        training: FoundTraining | None,
    ) -> None:
        self._graph, self._wired, self._source, self._again = graph, wired, source, again
        self._training = training
        counts = {len(cells[0]) for cells in wired.inputs.values() if cells}
        self._recurrent = any(layer.recurrent for layer in wired.layers) or len(counts) > 1
        samples = {layer.samples for layer in wired.layers if layer.recurrent}
        self._samples = samples.pop() if len(samples) == 1 else 1
        self._each = said.STEP if self._recurrent else ""
        self._sheet = self._usual_sheet()
        self._remarks: dict[str, list[str]] = {}
        self._covered: set[int] = set()
        self._given = {
            cell
            for cells in (
                *wired.inputs.values(),
                *(c for layer in wired.layers for one in layer.parts for c in one.given.values()),
            )
            for row in cells
            for cell in row
            if cell is not None
        }
        self._parts: dict[str, list[str]] = {}

    def mapped(self, loss: FoundLoss) -> Mapped:
        """Return the map."""
        inputs = {name: [place] for name, place in self._inputs()}
        layers = [self._layer(layer) for layer in self._wired.layers]
        recurrent = any(layer.recurrent for layer in self._wired.layers)
        columns = "steps" if self._recurrent else ""
        network = said.NetworkMap(
            self._source,
            self._sheet,
            [said.Input(inputs, "" if recurrent else columns)] if inputs else [],
            layers,
            self._loss(loss),
            self._said_training(),
        )
        return Mapped(network, self._remarks, self._covered)

    def _usual_sheet(self) -> str:
        counts: Counter[str] = Counter()
        for layer in self._wired.layers:
            spots = (self._graph.spots[c] for row in layer.outputs for c in row if c is not None)
            counts.update(spot[0] for spot in spots if spot is not None)
        return counts.most_common(1)[0][0]

    def _inputs(self) -> Iterator[tuple[str, said.Cells]]:
        """Yield the inputs; one that lies in several places becomes several."""
        for name, cells in self._wired.inputs.items():
            if any(self._graph.is_formula(c) for row in cells for c in row if c is not None):
                self._remark("", f"{name} holds formulas: they are taken as they are")
            pieces = [*self._pieces(cells)]
            if any(place is None for place in pieces):
                self._remark("", f"input {name}: no words of a map say where it stands")
            names = (
                [name] if len(pieces) == 1 else [f"{name}_part_{n + 1}" for n in range(len(pieces))]
            )
            self._parts[name] = names
            yield from (
                (one, place) for one, place in zip(names, pieces, strict=True) if place is not None
            )

    def _pieces(self, cells: Cells) -> Iterator[said.Cells | None]:
        """Yield where an input stands, as many rows of it at once as one range holds."""
        first = 0
        while first < len(cells):
            last, place = first + 1, self._input_place(cells[first : first + 1])
            for end in range(len(cells), first + 1, -1) if len(cells) <= _MOST_ROWS else ():
                longer = self._input_place(cells[first:end])
                if longer is not None:
                    last, place = end, longer
                    break
            yield place
            first = last

    def _input_place(self, cells: Cells) -> said.Cells | None:
        if self._samples > 1:
            return self._place(cells)
        single = len(cells[0]) == 1
        for each in (self._each, said.SAMPLE) if not self._recurrent else (self._each,):
            place = place_of(self._graph, cells, self._sheet, each, one_by_one=single)
            if place is not None:
                return self._fixed(cells, place)
        return None

    def _place(self, cells: Cells, *, part: bool = False) -> said.Cells | None:
        if self._samples > 1:
            return batch_place_of(self._graph, cells, self._sheet, self._samples, part=part)
        return place_of(self._graph, cells, self._sheet, self._each, part=part)

    def _remark(self, owner: str, text: str) -> None:
        self._remarks.setdefault(owner, []).append(text)

    def _layer(self, layer: Found) -> said.Layer:
        tables = {side: self._tables(part, layer.name) for side, part in layer.directions.items()}
        tables[""] = said.Tables() if tables else self._tables(layer, layer.name)
        return said.Layer(layer.kind, layer.name, self._reads(layer), self._options(layer), tables)

    def _tables(self, layer: Found, owner: str) -> said.Tables:
        """Return the quantities of a layer, or of a direction of its owner."""
        for remark in layer.remarks:
            self._remark(owner, remark)
        for cell in sorted(layer.odd, key=lambda one: self._graph.spots[one] or ("", 0, 0)):
            self._remark(owner, f"{self._graph.address(cell)} is written unlike its neighbours")
        given = {}
        for name in self._sorted(words.weights_of(layer.kind), layer.given, layer.kind):
            place = place_of(self._graph, layer.given[name], self._sheet)
            if place is not None:
                given[name] = [place]
            else:
                self._remark(owner, f"{name}: some of its cells are not known")
        calculated = {}
        for name in words.CALCULATED[layer.kind]:
            places = [*self._calculated(layer, name, owner)]
            if places:
                calculated[name] = places
        gradients = {}
        for name, cells in layer.gradients.items():
            place = (
                self._place(cells)
                if name in ("da", "dy", "dh")
                else place_of(self._graph, cells, self._sheet)
            )
            if place is not None and self._claim(cells):
                gradients[name] = [place]
            else:
                self._remark(owner, f"{name}: some of its cells are not known, so it is left")
        updated = {}
        for name, cells in layer.updated.items():
            place = place_of(self._graph, cells, self._sheet)
            if place is not None and self._claim(cells):
                updated[name] = [place]
        return said.Tables(given, calculated, gradients, updated)

    def _calculated(self, layer: Found, name: str, owner: str) -> Iterator[said.Cells]:
        """Yield the places where a quantity is calculated."""
        for one in (layer, *self._again.get(id(layer), ())):
            cells = one.calculated.get(name)
            place = None if cells is None else self._place(cells, part=True)
            if cells is not None and place is not None and self._claim(cells):
                yield place
            elif cells is not None:
                self._remark(owner, f"{name}: some of its cells are not known, so it is left")

    def _claim(self, cells: Cells) -> bool:
        """Take cells for a quantity, unless some of them are another one already."""
        wanted = {cell for row in cells for cell in row if cell is not None}
        if wanted & (self._covered | self._given):
            return False
        self._covered |= wanted
        return True

    def _loss(self, loss: FoundLoss) -> said.Loss | None:
        """Return the loss, None if there is none, or its targets cannot be said."""
        if not loss.kind or loss.of is None:
            return None
        targets = self._fixed(loss.targets, self._place(loss.targets))
        if targets is None:
            self._remark("", "targets were found, but no words of a map say where they stand")
            return None
        calculated = {}
        for name, cells in loss.shown.items():
            place = (
                place_of(self._graph, cells, self._sheet) if name == "loss" else self._place(cells)
            )
            if place is not None and self._claim(cells):
                calculated[name] = [place]
        for remark in loss.remarks:
            self._remark("loss", remark)
        of = "" if loss.of is self._wired.layers[-1] else loss.of.name
        return said.Loss(loss.kind, [targets], of, loss.reduction, calculated)

    def _said_training(self) -> said.Training | None:
        """Return how the weights change."""
        if self._training is None:
            return None
        rate: float | said.Cells = self._training.rate
        if self._training.cell:
            cells: Cells = [[self._training.cell]]
            place = self._fixed(cells, place_of(self._graph, cells, self._sheet))
            if place is None:
                return None
            rate = place
        every = self._training.every
        direction = "right" if every[1] else "down"
        return said.Training(rate, self._training.epochs, direction, max(*every, 1))

    def _fixed(self, cells: Cells, place: said.Cells | None) -> said.Cells | None:
        """Return where a quantity stands, with $ if it stands there for all epochs."""
        if place is None or self._training is None:
            return place
        stay = {cell for row in cells for cell in row if cell} <= self._training.staying
        return fixed(place) if stay else place

    def _sorted(
        self, known: Mapping[str, object], given: Mapping[str, Cells], kind: str
    ) -> list[str]:
        names = [*known, *words.STATES.get(kind, ())]
        return [name for name in names if name in given]

    def _reads(self, layer: Found) -> tuple[str, ...]:
        """Return what a layer reads, nothing where that is understood."""
        number = self._wired.layers.index(layer)
        reads = [part for name in layer.reads for part in self._parts.get(name, [name])]
        everything = [part for name in self._wired.inputs for part in self._parts[name]]
        usual = [self._wired.layers[number - 1].name] if number else everything
        return () if reads == usual and not (number == 0 and len(reads) > 1) else tuple(reads)

    def _options(self, layer: Found) -> dict[str, object]:
        options = {"activation": layer.activation, **layer.options}
        usual = {"of": "lstm", **_USUAL[layer.parts[0].kind]}
        return {key: value for key, value in options.items() if usual.get(key) != value}
