"""Verify a workbook that xlrnn did not make: its blocks and its calculation follow from a map.

How a map is written: `xlrnn.verify.subject.map_file` and docs/foreign.md.
"""

from functools import partial
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import UsageError
from xlrnn.formula.block import Block
from xlrnn.formula.place import Place
from xlrnn.names import Role
from xlrnn.nn import Dense, SimpleRNN, Trace, softmax
from xlrnn.nn.compute import kernels
from xlrnn.shapes import Float
from xlrnn.verify.subject.locate import Located
from xlrnn.verify.subject.map import Entry, Map, Model
from xlrnn.verify.subject.network.said import NetworkMap
from xlrnn.verify.subject.network.subject import network_subject
from xlrnn.verify.subject.subject import Arrays, Subject
from xlrnn.xlsx.reading.read import Workbook

__all__ = ["AnyMap", "Map", "foreign_subject"]

AnyMap: TypeAlias = Map | NetworkMap
"""A map of either schema."""


def foreign_subject(file: Workbook, mapped: AnyMap) -> Subject:
    """Return the subject that a map describes.

    Any formula will do in a calculated cell, since nobody knows how it was written.

    Raises:
        UsageError: if the workbook lacks a sheet that the map names.
    """
    if isinstance(mapped, NetworkMap):
        return network_subject(file, mapped)
    blocks = [_located(entry, Role.INPUT, file, mapped) for entry in mapped.given]
    blocks += [_located(entry, Role.CALCULATION, file, mapped) for entry in mapped.calculated]
    return Subject(blocks, partial(_expected, mapped), reference={}, as_written=None)


def _located(entry: Entry, role: Role, file: Workbook, mapped: Map) -> Located:
    sheet = _sheet(entry.place.sheet, file)
    if sheet is None:
        raise UsageError(
            f"the map {mapped.source}: {entry.name} is on sheet {entry.place.sheet!r}, "
            f"but the workbook has {', '.join(map(repr, file.sheets))}"
        )
    place = Place(sheet, entry.place.rows, entry.place.columns)
    block = Block(entry.name, entry.quantity, sheet, entry.shape, entry.dims, role, place=place)
    return Located(block, place, transposed=entry.transposed, first_step=entry.first_step)


def _sheet(wanted: str, file: Workbook) -> str | None:
    """Return a sheet's name as the workbook writes it; upper and lower case are alike."""
    return next((name for name in file.sheets if name.casefold() == wanted.casefold()), None)


def _expected(mapped: Map, given: Arrays, _: Arrays | None) -> Trace:
    """Calculate the model from what is given; each block shows the steps that it has."""
    with kernels.using(kernels.NUMPY):  # what is right; compiled twins are for training
        trace = _network(given, mapped.model)
    shown = {
        entry.name: trace[entry.quantity].T[:, entry.first_step - 1 :]
        for entry in mapped.calculated
    }
    return Trace({**given, **shown})


def _network(given: Arrays, model: Model) -> Trace:
    """Run the recurrent layer and the output layer; biases and first state are 0 if not given."""
    units = len(given["W_xh"])
    bias = _column(given, "b_h", len(given["W_hh"]))
    rnn = SimpleRNN(
        units,
        model.activation,
        tied=model.tied,
        return_sequences=True,
        weights=[given["W_xh"].T, given["W_hh"].T, bias],
        dtype="float64",
    )
    rnn(given["x"].T[None], initial_state=_column(given, "h_0", units)[None])
    trace = rnn.trace().sample(0)
    return Trace({**trace, **_output(trace["h"], given, model)}) if "W_hy" in given else trace


def _column(given: Arrays, name: str, length: int) -> Float[np.ndarray, "length"]:
    """Return a vector that stands in a column, zeros if there is none."""
    array: NDArray[Any] = given.get(name, np.zeros((length, 1)))
    return array[:, 0]


def _output(h: Float[np.ndarray, "steps units"], given: Arrays, model: Model) -> Trace:
    outputs = len(given["W_hy"])
    normalized = model.output_activation == "softmax"
    dense = Dense(
        outputs,
        "linear" if normalized else model.output_activation,
        weights=[given["W_hy"].T, _column(given, "b_y", outputs)],
        dtype="float64",
    )
    dense(h)
    trace = dense.trace()
    return _softmax(trace["logits"], subtract_max=model.subtract_max) if normalized else trace


def _softmax(logits: Float[np.ndarray, "steps outputs"], *, subtract_max: bool) -> Trace:
    """Turn scores into probabilities; what is taken off before changes none of them."""
    trace = softmax(logits)
    if not subtract_max:
        trace["exps"] = np.exp(logits)
        trace["exps_sum"] = trace["exps"].sum(axis=1, keepdims=True)
    return Trace({**trace, "logits": logits, "y": trace["p"]})
