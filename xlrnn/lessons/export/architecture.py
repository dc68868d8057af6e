"""The layers of an exported model: what can be written as formulas, under which names, how large.

The workbook keeps this as JSON. Nothing here makes weights, so a manifest that somebody changed
cannot fill the memory.
"""

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from xlrnn.errors import ShapeError, UsageError
from xlrnn.lessons.export.written import WRITTEN, written
from xlrnn.names import NAMES, check_name
from xlrnn.nn import layers as nn_layers
from xlrnn.nn.core.input_shape import Shape
from xlrnn.nn.core.layer import Layer
from xlrnn.nn.core.serialization import INNER, deserialize

MOST_WEIGHTS: Final = 5_000_000
MOST_COLUMNS: Final = 16_000
"""Of a weight matrix or a sequence; a sheet has 16,384."""
MOST_ROWS: Final = 1_000_000
PICTURE: Final = 3
"""The sides of a picture: rows, columns, features."""
LONGEST_NAME: Final = 24
LONGEST_OF_TWO: Final = 18
"""A sheet's name has up to 31 letters: `numpy` stands before a layer's, `backward eq` behind it."""
TAKEN: Final = frozenset({"start", "input", "sentence", "words", "check", "numpy", "xlrnn"})


@dataclass(frozen=True)
class Architecture:
    """The layers of a model, without weights, and the shapes between them.

    Args:
        layers: the layers; none of them is built.
        shapes: the shape of one sample before each layer, and behind the last.
    """

    layers: Sequence[Layer]
    shapes: Sequence[tuple[int, ...]]

    @classmethod
    def parse(cls, text: str, shape: tuple[int, ...]) -> "Architecture":
        """Read the JSON that `described` wrote.

        Raises:
            UsageError: if it describes what cannot be written as formulas.
        """
        configs = json.loads(text)
        if not isinstance(configs, list) or not configs:
            raise UsageError("the model has no layers: add one")
        layers = [_made(config) for config in configs]
        shapes = [shape]
        for layer in layers:
            check_name(f"{layer.name}_h")
            _expect_written(layer, first=layer is layers[0])
            _expect_fits(layer, (None, *shapes[-1]))
            following = layer.compute_output_shape((None, *shapes[-1]))
            shapes.append(tuple(side or 0 for side in following[1:]))
            _expect_sheet(layer, shapes[-1])
        if all(isinstance(layer, nn_layers.Dropout) for layer in layers):
            raise UsageError(f"{layers[0].name} leaves nothing to calculate: add another layer")
        found = cls(layers, shapes)
        if found.count > MOST_WEIGHTS:
            raise UsageError(
                f"the model has {found.count:,} weights: expected at most {MOST_WEIGHTS:,} in a "
                "workbook"
            )
        return found

    def __iter__(self) -> Iterator[tuple[Layer, tuple[int, ...], tuple[int, ...]]]:
        """Yield each layer with the shape before and behind it."""
        yield from zip(self.layers, self.shapes, self.shapes[1:], strict=False)

    @property
    def count(self) -> int:
        """How many numbers the weights have."""
        return sum(layer.count_for((None, *before)) for layer, before, _ in self)


def described(layers: Sequence[Layer]) -> list[dict[str, Any]]:
    """Return the layers as JSON can hold them, in float64 and under names that sheets take."""
    names: list[str] = []
    configs = []
    for layer in layers:
        two_ways = type(layer).__name__ in WRITTEN and written(layer).two_ways
        longest = LONGEST_OF_TWO if two_ways else LONGEST_NAME
        name = _sheet_name(layer.name, names, longest)
        names.append(name)
        exact = {**_exact(layer.get_config()), "name": name}
        configs.append({"class_name": type(layer).__name__, "config": exact})
    return configs


def _exact(config: Mapping[str, Any]) -> dict[str, Any]:
    """Return a layer's arguments for calculating in float64, without those that only training uses.

    Dropout of the inputs is for training alone; states begin at zero.
    """
    exact = dict(config) | ({"dtype": "float64"} if "dtype" in config else {})
    for argument in INNER:
        if isinstance(exact.get(argument), dict):
            inner = exact[argument]
            exact[argument] = {**inner, "config": _exact(inner["config"])}
    exact.pop("batch_input_shape", None)
    return exact


def _sheet_name(name: str, others: Sequence[str], longest: int = LONGEST_NAME) -> str:
    """Return a layer's name as sheets and formulas take it, and no other layer has it.

    Example:
        >>> _sheet_name("my layer/1", []), _sheet_name("lstm", ["lstm"]), _sheet_name("1", [])
        ('my_layer_1', 'lstm_1', 'layer_1')
    """
    clean = re.sub(r"\W", "_", name, flags=re.ASCII).strip("_")[:longest]
    tries = [clean] if clean[:1].isalpha() else []
    tries += [f"{clean[: longest - 2]}_{k}" for k in range(1, 10) if tries]
    tries += [f"layer_{k}" for k in range(1, len(others) + 2)]
    return next(found for found in tries if _is_free(found.casefold(), others))


def _is_free(name: str, others: Sequence[str]) -> bool:
    """Tell whether a layer may have a name."""
    if name in TAKEN or re.match(r"(ref|mark|first)(_|$)", name):
        return False
    return not any(_meet(*sorted((name, other.casefold()), key=len)) for other in others)


def _meet(shorter: str, longer: str) -> bool:
    """Tell whether blocks of two layers could have one name: b_h of `rnn`, and h of `rnn_b`."""
    if shorter == longer:
        return True
    rest = longer.removeprefix(f"{shorter}_")
    within = ("forward_", "backward_", *(symbol.casefold() for symbol in NAMES))
    return rest != longer and any(symbol.startswith(f"{rest}_") for symbol in within)


def _made(config: Any) -> Layer:
    """Make a layer, without weights.

    Raises:
        UsageError: if it is of a class that has no formulas; the message lists those that have.
    """
    kind = config.get("class_name") if isinstance(config, dict) else None
    if kind not in WRITTEN:
        name = config["config"].get("name", "a layer") if kind else "a layer"
        raise UsageError(
            f"{name}: layers of the class {kind} cannot be exported: expected one of "
            f"{', '.join(WRITTEN)}"
        )
    layer: Layer = deserialize(config)
    return layer


def _expect_written(layer: Layer, *, first: bool) -> None:
    """Refuse a layer that has no formulas.

    Raises:
        UsageError: with what there is, and what to do.
    """
    if isinstance(layer, nn_layers.Embedding) and not first:
        raise UsageError(f"{layer.name}: an Embedding can be exported as the first layer only")
    if getattr(layer, "data_format", "channels_last") != "channels_last":
        raise UsageError(
            f"{layer.name}: data_format={layer.data_format!r} cannot be exported: expected "
            "'channels_last'"
        )
    refused = written(layer).refuse(layer)
    if refused:
        raise UsageError(refused)


def _expect_fits(layer: Layer, shape: Shape) -> None:
    """Refuse a layer whose input has another form, or whose weights fit on no sheet."""
    entry, steps, picture = written(layer), len(shape) - 1 == 2, len(shape) - 1 > 2
    if len(shape) - 1 > PICTURE or (picture and entry.pictures is False):
        raise ShapeError(
            f"{layer.name}: its input has {len(shape) - 1} sides: expected "
            f"{'at most 3, those of a picture' if len(shape) - 1 > PICTURE else 'at most 2'}"
        )
    if entry.pictures and not picture:
        raise ShapeError(f"{layer.name}: its input is no picture: expected rows, columns, features")
    if entry.steps is True and not steps:
        raise ShapeError(f"{layer.name}: its input has no time steps: expected a sequence")
    if entry.steps is False and steps:
        raise ShapeError(f"{layer.name}: its input has time steps already: expected a vector")
    wide = entry.sees(layer, shape[-1] or 0)
    if wide > MOST_COLUMNS:
        raise UsageError(
            f"{layer.name} sees {wide:,} numbers at once: expected at most {MOST_COLUMNS:,}, since "
            "each is a column of its weights"
        )


def _expect_sheet(layer: Layer, shape: tuple[int, ...]) -> None:
    """Refuse an output that fits on no sheet: a row for each feature, a column for each step."""
    columns = math.prod(shape[:-1])
    cells = math.prod(shape) * written(layer).spread(layer)
    if columns > MOST_COLUMNS or shape[-1] > MOST_ROWS or cells > MOST_WEIGHTS:
        shown = " × ".join(f"{side:,}" for side in shape)
        raise UsageError(
            f"{layer.name}: its output of {shown} fits on no sheet: expected at most "
            f"{MOST_COLUMNS:,} steps or places and {MOST_WEIGHTS:,} numbers"
        )
