"""Write a map as the TOML text that `reading` reads."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from xlrnn.verify.subject.network import said
from xlrnn.verify.subject.network.reading import SCHEMA
from xlrnn.verify.subject.network.said import Cells, Places

_KEYS = {"": "range", said.STEP: "steps", said.SAMPLE: "samples", said.CELL: "cells"}


def map_text(mapped: said.NetworkMap) -> str:
    """Return a map as TOML.

    Example:
        >>> x, h = said.Input({"x": [Cells("B2:B4")]}), {"y": [Cells("D2:D4", transposed=True)]}
        >>> layer = said.Layer("dense", "out", tables={"": said.Tables({}, h)})
        >>> print(map_text(said.NetworkMap("drafted", "run", [x], [layer])))
        schema = "xlrnn/map/2"
        sheet = "run"
        <BLANKLINE>
        [input]
        x = "B2:B4"
        <BLANKLINE>
        [[layer]]
        kind = "dense"
        name = "out"
        [layer.calculated]
        y = { range = "D2:D4", transposed = true }
        <BLANKLINE>
    """
    return "\n".join([*_lines(mapped), ""])


def _lines(mapped: said.NetworkMap) -> Iterator[str]:
    yield f"schema = {_value(SCHEMA)}"
    if mapped.sheet:
        yield f"sheet = {_value(mapped.sheet)}"
    several = len(mapped.inputs) > 1
    for given in mapped.inputs:
        yield from ("", "[[input]]" if several else "[input]")
        if given.columns:
            yield f"columns = {_value(given.columns)}"
        yield from _places(given.places)
    for layer in mapped.layers:
        yield from _layer(layer)
    if mapped.loss is not None:
        yield from _loss(mapped.loss)
    if mapped.training is not None:
        yield from _training(mapped.training)


def _layer(layer: said.Layer) -> Iterator[str]:
    yield from ("", "[[layer]]", f"kind = {_value(layer.kind)}", f"name = {_value(layer.name)}")
    if layer.reads:
        yield f"reads = {_value(layer.reads)}"
    for key, value in layer.options.items():
        yield f"{key} = {_value(value)}"
    for part, tables in layer.tables.items():
        for name, places in vars(tables).items():
            if places:
                yield f"[{'.'.join(filter(None, ('layer', part, name)))}]"
                yield from _places(places)


def _loss(loss: said.Loss) -> Iterator[str]:
    yield from ("", "[loss]", f"kind = {_value(loss.kind)}")
    if loss.of:
        yield f"of = {_value(loss.of)}"
    if loss.reduction != "mean":
        yield f"reduction = {_value(loss.reduction)}"
    yield from _places({"targets": loss.targets})
    if loss.calculated:
        yield "[loss.calculated]"
        yield from _places(loss.calculated)


def _training(training: said.Training) -> Iterator[str]:
    rate = training.rate
    yield from ("", "[training]")
    yield f"rate = {_cells(rate) if isinstance(rate, Cells) else _value(rate)}"
    if training.epochs != 1:
        yield f"epochs = {training.epochs}"
        yield f"direction = {_value(training.direction)}"
        yield f"every = {training.every}"


def _places(places: Places) -> Iterator[str]:
    for name, found in places.items():
        if len(found) == 1:
            yield f"{name} = {_cells(found[0])}"
        else:
            yield f"{name} = ["
            yield from (f"  {_cells(cells, table=True)}," for cells in found)
            yield "]"


def _cells(cells: Cells, *, table: bool = False) -> str:
    said_of_it: Mapping[str, Any] = {
        _KEYS[cells.each]: cells.texts,
        **({"rows": [*cells.rows]} if cells.rows else {}),
        **({"columns": [*cells.columns]} if cells.columns else {}),
        **({"transposed": True} if cells.transposed else {}),
        **({"first_step": cells.first_step} if cells.first_step != 1 else {}),
    }
    if not table and [*said_of_it] == ["range"]:
        return _value(cells.texts)
    return f"{{ {', '.join(f'{key} = {_value(value)}' for key, value in said_of_it.items())} }}"


def _value(value: Any) -> str:
    """Write a value; one text of a list stands alone."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, tuple) and len(value) == 1:
        return _value(value[0])
    if isinstance(value, Sequence):
        return f"[{', '.join(map(_value, value))}]"
    return str(value).lower() if isinstance(value, bool) else repr(value)
