"""The layers of an exported model, how they are connected, and how large all is.

The workbook keeps this as JSON. Nothing here makes weights, so a manifest that somebody changed
cannot fill the memory.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from xlrnn.errors import UsageError, XlrnnError
from xlrnn.lessons.export.calls import Calls, number_of
from xlrnn.lessons.export.limits import (
    MOST_NUMBERS,
    MOST_WEIGHTS,
    Sides,
    expect_written,
    made,
)
from xlrnn.lessons.export.turn import Turn
from xlrnn.names import check_name
from xlrnn.nn import layers as nn_layers
from xlrnn.nn.core.layer import Layer

INPUT = "input"


@dataclass(frozen=True)
class Architecture:
    """A model without weights, step by step; a chain of layers is one of them.

    Args:
        inputs: what the inputs are called.
        turns: the calls of layers, each behind those that it takes from.
        shapes: of one sample of each thing that there is: the inputs, then what each call returns.
        outputs: what the outputs are called, and the number of each.
    """

    inputs: Sequence[str]
    turns: Sequence[Turn]
    shapes: Sequence[Sides]
    outputs: Sequence[tuple[str, int]]

    @classmethod
    def parse(cls, text: str, shapes: Sequence[Sides]) -> "Architecture":
        """Read the JSON that a `Described` returned.

        Args:
            text: the JSON.
            shapes: of one sample of each input.

        Raises:
            UsageError: if it describes what cannot be written as formulas.
            ShapeError: if what a layer takes does not fit it.
        """
        try:
            return cls._read(_said(json.loads(text)), shapes)
        except XlrnnError:
            raise
        except (TypeError, ValueError, AttributeError, KeyError) as error:
            raise UsageError(f"the model cannot be read: {error}") from error

    @classmethod
    def _read(cls, said: dict[str, Any], shapes: Sequence[Sides]) -> "Architecture":
        if not said["layers"]:
            raise UsageError("the model has no layers: add one")
        if len(said["inputs"]) != len(shapes):
            raise UsageError(
                f"the model has {len(said['inputs'])} inputs, and there are shapes of {len(shapes)}"
            )
        layers = {layer.name: layer for layer in map(made, said["layers"])}
        for name in (*layers, *said["inputs"]):
            check_name(f"{name}_h")
        for layer in layers.values():
            expect_written(layer)
        calls = Calls(layers, list(shapes))
        for call in said["calls"]:
            calls.add(call)
        found = cls(
            said["inputs"],
            calls.turns,
            calls.shapes,
            [(str(name), number_of(k, calls.shapes, "the output")) for name, k in said["outputs"]],
        )
        found._expect_something(calls.numbers)
        return found

    def _expect_something(self, numbers: int) -> None:
        """Refuse a model that leaves nothing to calculate, or is too large."""
        if not self.outputs:
            raise UsageError("the model has no outputs: expected one or more")
        if all(isinstance(turn.layer, nn_layers.Dropout) for turn in self.turns):
            what = self.turns[0].layer.name if self.turns else "the model"
            raise UsageError(f"{what} leaves nothing to calculate: add another layer")
        if self.count > MOST_WEIGHTS:
            raise UsageError(
                f"the model has {self.count:,} weights: expected at most {MOST_WEIGHTS:,} in a "
                "workbook"
            )
        if numbers > MOST_NUMBERS:
            raise UsageError(
                f"the pages would hold {numbers:,} numbers: expected at most {MOST_NUMBERS:,}"
            )

    @cached_property
    def layers(self) -> list[Layer]:
        """The layers, each once, in the order of their first calls."""
        return [turn.layer for turn in self.turns if turn.call == 1]

    @property
    def branches(self) -> bool:
        """Whether it is more than a chain of layers."""
        alone = len(self.inputs) == len(self.outputs) == 1
        return not alone or any(
            turn.takes != (k,) or turn.gives != (k + 1,) or turn.others
            for k, turn in enumerate(self.turns)
        )

    @property
    def count(self) -> int:
        """How many numbers the weights have."""
        return sum(turn.count for turn in self.turns if turn.call == 1)

    def prefix_of(self, place: int) -> str:
        """Return what stands before the names of an input's blocks."""
        return f"{self.inputs[place]}_"

    def key_of_input(self, place: int) -> str:
        """Return the key of an input's numbers."""
        turn = self.looks_up(place)
        return f"{self.prefix_of(place)}sequence" if turn is None else f"{turn.prefix}word"

    def page_of(self, place: int) -> str:
        """Return the name of the page on which a thing stands."""
        turn = self.gives(place)
        return self.inputs[place] if turn is None else turn.name

    def sources_of(self, turn: Turn) -> list[str]:
        """Return the pages from which a layer takes, those of first states behind."""
        others = [k for places in turn.others.values() for k in places]
        return list(dict.fromkeys(self.page_of(k) for k in (*turn.takes, *others)))

    def looks_up(self, place: int) -> Turn | None:
        """Return what looks up the words of an input first; None if it is no words."""
        for turn in self.turns:
            if turn.takes == (place,) and isinstance(turn.layer, nn_layers.Embedding):
                return turn
        return None

    def gives(self, place: int) -> Turn | None:
        """Return the turn that gives a thing; None if it is an input."""
        return next((turn for turn in self.turns if place in turn.gives), None)


def _said(content: Any) -> dict[str, Any]:
    """Return what a model's JSON says, a chain in the form of a graph.

    Raises:
        UsageError: if it is neither.
    """
    if isinstance(content, list):
        names = [layer.get("config", {}).get("name") if isinstance(layer, dict) else None
                 for layer in content]  # fmt: skip
        calls = [{"layer": name, "x": [k]} for k, name in enumerate(names)]
        ends = [("answer", len(names))]
        return {"inputs": [INPUT], "layers": content, "calls": calls, "outputs": ends}
    parts = ("inputs", "layers", "calls", "outputs")
    if not isinstance(content, dict) or not all(isinstance(content.get(p), list) for p in parts):
        raise UsageError(
            f"the model is {str(content)[:40]!r}: expected a list of layers, or {', '.join(parts)}"
        )
    return content
