"""What a workbook keeps of what feeds what, and what is refused if somebody changed it."""

import json

import numpy as np
import pytest

from tests.lessons.export.test_branches import residual
from xlrnn import nn
from xlrnn.errors import ShapeError, UsageError
from xlrnn.lessons.export import ExportedModel, prepared


def test_a_chain_is_kept_as_the_list_of_its_layers_as_ever():
    """Workbooks that were written before there were branches are read in the same way."""
    layers = [nn.Embedding(6, 2), nn.GRU(2), nn.Dense(2)]
    lesson = prepared(nn.Sequential([nn.Input((3,)), *layers]), [1, 4, 2])
    said = json.loads(lesson.model)
    assert [list(each) for each in said] == [["class_name", "config"]] * 3
    assert said[0]["config"]["input_dim"] == lesson.rows == 4
    assert json.loads(lesson.shape) == [3]


def test_of_a_graph_there_is_also_what_each_call_takes():
    model, samples = residual()
    lesson = prepared(model, samples)
    said = json.loads(lesson.model)
    assert said["inputs"] == ["left", "right"]
    assert said["calls"][:2] == [{"layer": "gru", "x": [0]}, {"layer": "add", "x": [0, 2]}]
    assert said["outputs"] == [["kind", 8], ["value", 9]]
    assert json.loads(lesson.shape) == [[4, 3], [3]]


# What somebody changed.


def options(**changed):
    model, samples = residual()
    lesson = prepared(model, samples)
    said = json.loads(lesson.model)
    for key, change_it in changed.items():
        change_it(said[key])
    return {**lesson.options, "model": json.dumps(said)}


def call(name):
    """Return a function that finds the calls of a layer."""
    return lambda calls: next(each for each in calls if each["layer"] == name)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"calls": lambda c: call("add")(c).update(x=[0, 5])}, "goes in a circle, or lacks"),
        ({"calls": lambda c: call("add")(c).update(x=[0, 99])}, "add takes number 99, and 3 are"),
        ({"calls": lambda c: call("add")(c).update(x=[0, -1])}, "add takes number -1"),
        ({"calls": lambda c: call("add")(c).update(x=[0, "2"])}, "add takes number '2'"),
        ({"calls": lambda c: call("add")(c).update(x=[])}, "add takes number None"),
        ({"calls": lambda c: call("add")(c).update(layer="other")}, "no layer 'other'"),
        ({"calls": lambda c: call("add")(c).update(options={"training": True})},
         "add: training cannot be exported"),
        ({"calls": lambda c: call("gru")(c).update(others={"initial_state": [0]})},
         "gru: initial_state has shapes"),
        ({"calls": lambda c: call("gru")(c).update(x=[0, 0])}, "gru takes 2 arrays"),
        ({"calls": lambda c: c.append(7)}, "cannot be read"),
        ({"layers": lambda c: c[0]["config"].update(units=10**9)}, "gru: its output of"),
        ({"layers": lambda c: c[-1]["config"].update(units=10**9)}, "fits on no sheet"),
        ({"outputs": lambda c: c.append(["more", 99])}, "the output takes number 99"),
        ({"outputs": lambda c: c.clear()}, "no outputs"),
        ({"inputs": lambda c: c.pop()}, "has 1 inputs, and there are shapes of 2"),
    ],
)  # fmt: skip
def test_a_manifest_that_somebody_changed_is_refused(changed, message):
    with pytest.raises((UsageError, ShapeError), match=message):
        ExportedModel.remembered(options(**changed))


def test_calls_without_end_are_refused_before_anything_is_made():
    with pytest.raises(UsageError, match="the pages would hold"):
        x = [nn.Input((1000, 400), name=name) for name in "ab"]
        model = nn.Model(x, nn.Add()(x))
        lesson = prepared(model, [np.zeros((1000, 400))] * 2)
        said = json.loads(lesson.model)
        said["calls"] *= 10**3
        ExportedModel.remembered({**lesson.options, "model": json.dumps(said)})
