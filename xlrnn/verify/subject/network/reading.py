"""Read a map of the second schema from its TOML file.

    schema = "xlrnn/map/2"
    sheet = "lstm"
    [input]
    x = { steps = ["L6:L9", "O6:O9"] }
    [[layer]]
    kind = "lstm"
    [layer.given]
    W = { range = "B3:H14", rows = ["f", "g", "i", "o"], columns = ["x", "h", "1"] }
    [layer.calculated]
    h = { steps = ["L30:L32", "O30:O32"] }

All that a map can say stands in docs/foreign.md; `said` holds it.
"""

from collections.abc import Collection
from typing import Any, Final

from xlrnn.errors import UsageError
from xlrnn.nn import activations
from xlrnn.verify.subject.network import said, words
from xlrnn.verify.subject.network.lines import Lines, Path
from xlrnn.verify.subject.network.said import Cells, Places
from xlrnn.verify.subject.network.tables import Table, Tables

SCHEMA: Final = "xlrnn/map/2"
MOST_LAYERS: Final = 1000
_TABLES: Final = ("given", "calculated", "gradients", "updated")
_EACH: Final = {"range": "", "steps": said.STEP, "samples": said.SAMPLE, "cells": said.CELL}


def network_map(content: Table, text: str, source: str) -> said.NetworkMap:
    """Return what a map says.

    Args:
        content: the TOML file.
        text: the same as text, for the lines that errors name.
        source: what errors call it.

    Raises:
        UsageError: if it says something that a map cannot say.
    """
    return _Reader(Lines(text)).read(content, source)


class _Reader(Tables):
    """Reads the tables of a map, from the whole to the cells."""

    def read(self, content: Table, source: str) -> said.NetworkMap:
        self.refuse_unknown(content, ("schema", "sheet", "input", "layer", "loss", "training"), ())
        layers = self.several(content, "layer")
        if not layers:
            self.fail(("layer",), "there is no [[layer]]: a map says at least one")
        if len(layers) > MOST_LAYERS:
            self.fail(("layer",), f"there are {len(layers)} layers, expected at most {MOST_LAYERS}")
        named: list[said.Layer] = []
        for number, table in enumerate(layers):
            named.append(self._layer(table, ("layer", number), [each.name for each in named]))
        return said.NetworkMap(
            source,
            self.typed(content, "sheet", "", ()),
            self._inputs(content),
            named,
            self._loss(content),
            self._training(content),
        )

    def _inputs(self, content: Table) -> list[said.Input]:
        found = content.get("input", {})
        several = isinstance(found, list)
        inputs = []
        for number, table in enumerate(found if several else [found]):
            path: Path = ("input", number) if several else ("input",)
            self.expect(table, dict, path)
            columns = self.choice(table, "columns", "", ("steps", "samples"), path)
            names = {name: value for name, value in table.items() if name != "columns"}
            inputs.append(said.Input(self._places(names, None, path), columns))
        if not any(each.places for each in inputs):
            self.fail(("input",), "[input] says no cells, and nothing can be calculated without")
        return inputs

    def _layer(self, table: Any, path: Path, others: Collection[str]) -> said.Layer:
        self.expect(table, dict, path)
        kind = self.choice(table, "kind", None, tuple(words.OPTIONS), path)
        of = self.choice(table, "of", "lstm", words.CHOICES["of"], path)
        known = words.options_of(kind, {"of": of})
        parts = words.DIRECTIONS if kind == "bidirectional" else ()
        self.refuse_unknown(table, ("kind", "name", "reads", *known, *_TABLES, *parts), path)
        options = {
            key: self._option(table, key, default, path)
            for key, default in known.items()
            if key in table
        }
        tables = {"": self._tables(table, kind, path)}
        for part in parts:
            inside = self.table(table, part, path)
            self.refuse_unknown(inside, _TABLES, (*path, part))
            tables[part] = self._tables(inside, of, (*path, part))
        name = self.typed(table, "name", "", path) or _unused(kind, others)
        reads = tuple(self.texts(table.get("reads", []), (*path, "reads"), empty=True))
        return said.Layer(kind, name, reads, options, tables, self.lines.of(path))

    def _option(self, table: Table, key: str, default: Any, path: Path) -> Any:
        if key in words.CHOICES:
            return self.choice(table, key, default, words.CHOICES[key], path)
        value = self.typed(table, key, default, path)
        if key.endswith("activation"):
            try:
                activations.get(value)
            except UsageError as error:
                self.fail((*path, key), f"{key}: {error}")
        if key in ("units", "steps") and value < 1:
            self.fail((*path, key), f"{key} is {value}, expected 1 or more")
        return value

    def _tables(self, table: Table, kind: str, path: Path) -> said.Tables:
        weights = words.weights_of(kind)
        changing = {*words.CALCULATED[kind], *words.STACKS.get(kind, ())}
        recurrent = [words.CONCATENATED] if kind in words.RECURRENT else []
        known = {
            "given": [*weights, *words.STATES.get(kind, ())],
            "calculated": [
                *(name for name in words.CALCULATED[kind]),
                *(name for name in words.STACKS.get(kind, ()) if not name.startswith("d")),
                *recurrent,
                *(name for name in weights if name not in changing),
                *words.STATES.get(kind, ()),
            ],
            "gradients": [
                *words.GRADIENTS[kind],
                *(name for name in words.STACKS.get(kind, ()) if name.startswith("d")),
                *(f"d{name}" for name in weights),
            ],
            "updated": [*weights],
        }
        return said.Tables(
            *(
                self._places(self.table(table, name, path), known[name], (*path, name))
                for name in _TABLES
            )
        )

    def _loss(self, content: Table) -> said.Loss | None:
        if "loss" not in content:
            return None
        table, path = self.table(content, "loss", ()), ("loss",)
        self.refuse_unknown(table, ("kind", "targets", "of", "reduction", "calculated"), path)
        if "targets" not in table:
            self.fail(path, "[loss] has no targets: say the cells of what is expected")
        return said.Loss(
            self.choice(table, "kind", None, words.LOSSES, path),
            [self._cells(table["targets"], (*path, "targets"))],
            self.typed(table, "of", "", path),
            self.choice(table, "reduction", "mean", words.REDUCTIONS, path),
            self._places(
                self.table(table, "calculated", path), words.OF_LOSS, (*path, "calculated")
            ),
            self.lines.of(path),
        )

    def _training(self, content: Table) -> said.Training | None:
        if "training" not in content:
            return None
        table, path = self.table(content, "training", ()), ("training",)
        self.refuse_unknown(table, ("rate", "epochs", "direction", "every"), path)
        rate = table.get("rate")
        if rate is None:
            self.fail(path, "[training] has no rate: say a number, or the cell that holds it")
        if type(rate) not in (int, float):
            rate = self._cells(rate, (*path, "rate"))
        return said.Training(
            rate if isinstance(rate, Cells) else float(rate),
            self.positive(table, "epochs", path),
            self.choice(table, "direction", "down", ("down", "right"), path),
            self.positive(table, "every", path),
            self.lines.of(path),
        )

    # Cells.

    def _places(self, table: Table, known: Collection[str] | None, path: Path) -> Places:
        """Read the places of quantities, in the order in which `known` lists them."""
        if known is not None:
            self.refuse_unknown(table, known, path)
        return {
            name: [
                self._cells(item, (*path, name), number)
                for number, item in enumerate(_places_of(table[name]))
            ]
            for name in (known or table)
            if name in table
        }

    def _cells(self, item: Any, path: Path, number: int = 0) -> Cells:
        """Read one place: a range, a list of ranges, or a table with `range`, `steps` …."""
        table = item if isinstance(item, dict) else {"range": item}
        keys = ("rows", "columns", "transposed", "first_step")
        self.refuse_unknown(table, (*_EACH, *keys), path)
        said_by = [key for key in _EACH if key in table]
        if len(said_by) != 1:
            got = " and ".join(said_by) or "none"
            self.fail(path, f"expected one of {', '.join(_EACH)}, got {got}")
        first_step = self.typed(table, "first_step", 1, path)
        if first_step < 1:
            self.fail(path, f"first_step is {first_step}, expected 1 or more")
        return Cells(
            tuple(self.texts(table[said_by[0]], path)),
            _EACH[said_by[0]],
            tuple(self.texts(table.get("rows", []), (*path, "rows"), empty=True)),
            tuple(self.texts(table.get("columns", []), (*path, "columns"), empty=True)),
            self.typed(table, "transposed", False, path),
            first_step,
            self.lines.of((*path, number)),
        )


def _places_of(value: Any) -> list[Any]:
    """Return the places of a quantity: a list of tables has several, all else is one."""
    several = isinstance(value, list) and any(isinstance(item, dict) for item in value)
    return [*value] if several else [value]


def _unused(kind: str, others: Collection[str]) -> str:
    """Return a name for a layer that has none: its kind, with a number from the second one on."""
    number = 1
    while (name := kind if number == 1 else f"{kind}_{number}") in others:
        number += 1
    return name
