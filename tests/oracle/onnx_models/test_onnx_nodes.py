"""ONNX' own node tests: the same numbers as ONNX expects, or a refusal that the table lists."""

from importlib.util import find_spec

import numpy as np
import pytest

from tests.oracle.onnx_models import node_cases
from tests.oracle.onnx_models.refused_nodes import FIRST_OUTPUT_ALONE, REFUSED
from tests.requirements import need
from xlrnn import api
from xlrnn.errors import UsageError
from xlrnn.nn.interop.onnx.reading.from_onnx import imported

HERE = find_spec("onnx") is not None
NAMES = sorted(node_cases.cases()) if HERE else []
REASONS = {name: reason for reason, names in REFUSED.items() for name in names}


def test_the_table_names_tests_that_there_are():
    need("onnx", HERE, "pip install 'xlrnn[onnx]'")
    assert set(REASONS) <= set(NAMES)
    assert set(FIRST_OUTPUT_ALONE) <= set(NAMES)
    assert {case.operator for case in node_cases.cases().values()} == node_cases.OPERATORS
    left = set(REASONS) - FIRST_OUTPUT_ALONE
    taken = {case.operator for name, case in node_cases.cases().items() if name not in left}
    assert taken == node_cases.OPERATORS, "of each operator something is taken"


@pytest.mark.parametrize("name", NAMES)
def test_node(name):
    case = node_cases.cases()[name]
    if name in REASONS:
        with pytest.raises(UsageError, match=REASONS[name]):
            imported(case.model, case.sample)
        if name not in FIRST_OUTPUT_ALONE:
            return
    model = case.model
    if name in FIRST_OUTPUT_ALONE:
        model = node_cases.first_output_alone(model)
    made, report = imported(model, case.sample)
    assert report.compared
    for output, found in made.run(case.sample).items():
        np.testing.assert_allclose(found, case.expected[output], rtol=1e-6, atol=1e-6)


WRITTEN = [
    "elu", "hardsigmoid", "selu_example", "swish", "gelu_tanh_1", "logsoftmax_axis_1",
    "layer_normalization_2d_axis1", "maxpool_1d_default", "gemm_all_attributes",
    "conv_with_strides_no_padding", "gru_seq_length", "simple_rnn_reverse", "lstm_batchwise",
]  # fmt: skip


@pytest.mark.parametrize("name", WRITTEN if HERE else [])
def test_a_sample_of_them_as_workbooks(name, tmp_path):
    """An engine agrees with the cells of what ONNX agrees with."""
    case = node_cases.cases()[name]
    made, _ = imported(node_cases.first_output_alone(case.model), case.sample)
    (given,), (value,) = case.sample.values(), made.inputs
    whole = made.given(value, given)
    book = api.export(made.model, tmp_path / "m.xlsx", whole[0])
    assert api.verify(book).outcome == "agree"
