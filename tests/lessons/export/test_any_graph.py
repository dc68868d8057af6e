"""Whatever feeds what: the workbook shows what the model predicts, and every cell is verified."""

import tempfile
from pathlib import Path

import numpy as np
from hypothesis import assume, given, settings

from tests.lessons.export.graphs import GRAPHS
from tests.lessons.export.test_any_model import NO_SHRINKING, exported
from tests.sheet.pages.test_pages import check_pages
from xlrnn import api, nn
from xlrnn.errors import XlrnnError
from xlrnn.lessons.export import prepared
from xlrnn.lessons.export.calculation import best_of


def exact(config):
    """Return what makes the same layers in float64."""
    if isinstance(config, dict):
        return {key: "float64" if key == "dtype" else exact(own) for key, own in config.items()}
    return [exact(own) for own in config] if isinstance(config, list) else config


def answers(model, samples):
    """Return the last step of each output, in float64."""
    twin = type(model).from_config(exact(model.get_config()))
    twin.set_weights(model.get_weights())
    found = twin([sample[None] for sample in samples] if len(samples) > 1 else samples[0][None])
    several = found if isinstance(found, list) else [found]
    return [np.asarray(each)[0].reshape(-1, np.shape(each)[-1])[-1] for each in several]


def check(model, samples, path):
    """Export a model, verify the workbook, and compare its answers with the model's."""
    given = samples if len(samples) > 1 else samples[0]
    _, book = exported(model, given, path)
    check_pages(book)
    result = api.verify([path / "model.xlsx"])
    assert result.outcome == "agree", result.books[0]
    shown = {block.key: block.values for block in book.blocks}
    for number, answer in enumerate(answers(model, samples), start=1):
        np.testing.assert_allclose(shown[best_of(number)][0], answer[:10], rtol=1e-9, atol=1e-12)
    return book


@settings(max_examples=25, deadline=None, phases=NO_SHRINKING)
@given(GRAPHS)
def test_any_graph_is_exported_verified_and_predicts_the_same(case):
    model, samples = case.model(), case.samples()
    assume(any(not isinstance(layer, nn.layers.InputLayer) for layer in model.layers))
    try:
        lesson = prepared(model, samples if len(samples) > 1 else samples[0], more=6)
    except XlrnnError as error:  # what is refused says which layer it is, and what is expected
        assert "expected" in str(error) or "another layer" in str(error)
        assume(False)
    assert lesson.architecture.count == model.count_params()
    with tempfile.TemporaryDirectory() as folder:
        check(model, samples, Path(folder))
