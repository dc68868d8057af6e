"""Whatever the layers: the workbook shows what the model predicts, and every cell is verified."""

import tempfile
from pathlib import Path

import numpy as np
from hypothesis import Phase, given, settings

from tests.lessons.export.models import CASES
from tests.sheet.pages.test_pages import check_pages
from xlrnn import api, nn
from xlrnn.lessons.export import prepared
from xlrnn.xlsx.writing.write import workbook_bytes

# A failing model is small enough to be read, and each takes a tenth of a second.
NO_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)


def exported(model, sample, folder, **options):
    """Return the file, and the book with the values that are stored in it."""
    book = prepared(model, sample, **options).filled_book()
    path = Path(folder) / "model.xlsx"
    path.write_bytes(workbook_bytes(book))
    return path, book


def exact(model):
    """Return the same model in float64."""
    config = model.get_config()
    for layer in config["layers"]:
        layer["config"]["dtype"] = "float64"
        for inner in ("layer", "backward_layer"):
            if inner in layer["config"]:
                layer["config"][inner]["config"]["dtype"] = "float64"
    twin = nn.Sequential.from_config(config)
    twin.set_weights(model.get_weights())
    return twin


def calculating(model):
    return [layer for layer in model.layers if not isinstance(layer, nn.Dropout)]


@settings(max_examples=25, deadline=None, phases=NO_SHRINKING)
@given(CASES)
def test_any_model_is_exported_verified_and_predicts_the_same(case):
    model, sample = case.model(), case.sample()
    if not calculating(model):
        return
    lesson = prepared(model, sample, more=6)
    assert lesson.architecture.count == model.count_params()
    with tempfile.TemporaryDirectory() as folder:
        path, book = exported(model, sample, folder)
        check_pages(book)
        result = api.verify([path])
    assert result.outcome == "agree", result.books[0]
    trace = exact(model).trace(sample[None]).sample(0)
    shown = {block.key: block.values for block in book.blocks}
    answer = exact(model).predict(sample[None], verbose=0)[0]
    np.testing.assert_allclose(
        shown["first_best"][0], answer.reshape(-1, answer.shape[-1])[-1][:10], rtol=1e-9, atol=1e-12
    )
    compared = 0
    for name, array in trace.items():
        if name in shown and not name.endswith("tanh_cell"):
            columns = array.reshape(-1, array.shape[-1]).T
            if columns.shape != shown[name].shape:
                columns = columns.T  # one number a step
            np.testing.assert_allclose(shown[name], columns, rtol=1e-9, atol=1e-12)
            compared += 1
    assert compared > 0 or not trace
