"""One is one: what is counted has the form of its number."""

import re

import numpy as np
import pytest

from xlrnn import nn
from xlrnn.errors import XlrnnError
from xlrnn.report.grades import why

ONE = r"\b1 (texts|rows|cells|files|words|weights|layers|samples|steps|letters|dimensions|lines)\b"


def _said(call):
    with pytest.raises(XlrnnError) as error:
        call()
    return str(error.value)


MESSAGES = {
    "weights of a layer": lambda: nn.Dense(2).set_weights([np.zeros((1, 1))]),
    "samples": lambda: _model().fit(np.zeros((1, 3)), np.zeros((3, 2)), verbose=0),
    "dimensions": lambda: nn.SimpleRNN(2).build((3,)),
    "gradients": lambda: nn.optimizers.SGD().apply([np.zeros(2)], _model().trainable_weights),
}


def _model():
    model = nn.Sequential([nn.Input((3,)), nn.Dense(2)])
    model.compile(loss="mse")
    return model


@pytest.mark.parametrize("case", MESSAGES)
def test_one_is_one(case):
    said = _said(MESSAGES[case])
    assert re.search(r"\b1 \w+", said), said
    assert not re.search(ONE, said), said


def test_a_summary_of_one_weight(capsys):
    nn.Sequential([nn.Input((1,)), nn.Dense(1, use_bias=False)]).summary()
    assert "\n1 weight, 1 of them trainable" in capsys.readouterr().out


def test_reasons_of_one_cell():
    line = {"title": "h", "score": 0, "points": 1, "right": 0, "cells": 1, "reasons": []}
    result = {"reason": "", "remark": "", "first_wrong": None, "criteria": [line]}
    assert why(result) == ["h: 0 of 1 (0 of 1 cell right)"]
