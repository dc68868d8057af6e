"""Models that PyTorch and scikit-learn export: compared, and written as workbooks."""

import warnings
from importlib.util import find_spec

import numpy as np
import pytest

from tests.oracle.onnx_models import exported, modules
from tests.requirements import need
from xlrnn import api
from xlrnn.nn import from_onnx
from xlrnn.nn.interop.onnx.reading.from_onnx import imported

LAYERS = {
    "classifier": ["Embedding", "LSTM", "Dense"],
    "both_ways": ["Bidirectional", "Bidirectional", "Dense"],
    "last_of_both": ["Bidirectional", "Permute", "Dense", "Reshape", "Dense", "Flatten"],
    "windows": ["Conv1D", "GRU", "GlobalMaxPooling1D", "Dense"],
    "tagger": ["Embedding", "Bidirectional", "Dense"],
    "simple": ["SimpleRNN", "Dense"],
    "mlp": ["Dense", "Dense"],
}


@pytest.fixture(scope="module")
def cases(torch):
    need("onnx", find_spec("onnx") is not None, "pip install 'xlrnn[onnx]'")
    return modules.all_of_them(torch)


@pytest.mark.parametrize("name", LAYERS)
def test_both_exporters_of_pytorch(torch, cases, name, tmp_path):
    """The older one runs here, the newer one has written what is kept; PyTorch is the oracle."""
    case, path = cases[name], tmp_path / "m.onnx"
    modules.export(torch, case, str(path), dynamo=False)
    with torch.no_grad():
        expected = case.module(case.x).numpy()
    for file in (path, exported.FOLDER / f"{name}.onnx"):
        made, report = imported(file, case.x.numpy())
        assert report.compared_with.startswith("ONNX Runtime")
        assert [type(layer).__name__ for layer in made.model.layers[1:]] == LAYERS[name]
        (found,) = made.run({next(iter(made.inputs)): case.x.numpy()}).values()
        np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("name", ["classifier", "both_ways", "windows"])
def test_the_workbook_is_verified(cases, name, tmp_path):
    said = []
    sample = np.array(cases[name].sample)
    path = exported.FOLDER / f"{name}.onnx"
    book = api.export(path, tmp_path / "m.xlsx", sample, tell=said.append)
    assert "agrees with ONNX Runtime" in said[0]
    assert api.verify(book).outcome == "agree"


def test_a_tagger_reads_as_many_steps_as_the_exporter_wrote_down(cases, tmp_path):
    sample = np.array([1, 5, 3, 0, 2])
    book = api.export(exported.FOLDER / "tagger.onnx", tmp_path / "m.xlsx", sample)
    assert api.verify(book).outcome == "agree"


# scikit-learn, by way of skl2onnx.

X = np.random.default_rng(0).normal(size=(60, 3)).astype(np.float32) * [1, 10, 0.1]


def trained(name):
    from sklearn.neural_network import MLPClassifier, MLPRegressor
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    options = {"hidden_layer_sizes": (5, 4), "max_iter": 30, "random_state": 1}
    two, three = (X[:, 0] > 0).astype(int), np.digitize(X[:, 0], [-0.5, 0.5])
    models = {
        "two-classes": (MLPClassifier(activation="tanh", **options), two),
        "three-classes": (MLPClassifier(activation="logistic", **options), three),
        "names": (MLPClassifier(**options), np.array(["no", "yes"])[two]),
        "regressor": (MLPRegressor(**options), X[:, 1] - X[:, 0]),
        "pipeline": (make_pipeline(StandardScaler(), MLPClassifier(**options)), three),
    }
    model, y = models[name]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that it has not learned enough
        return model.fit(X, y)


@pytest.mark.parametrize("zipmap", [True, False])
@pytest.mark.parametrize("name", ["two-classes", "three-classes", "names", "regressor", "pipeline"])
def test_scikit_learn(name, zipmap, tmp_path):
    need("sklearn", find_spec("sklearn") is not None, "pip install scikit-learn")
    need("skl2onnx", find_spec("skl2onnx") is not None, "pip install skl2onnx")
    from skl2onnx import to_onnx

    model = trained(name)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        options = {} if name == "regressor" else {"zipmap": zipmap}
        source = to_onnx(model, X[:1].astype(np.float32), options=options)
    ours = from_onnx(source)
    assert ours.imported.compared
    if name == "regressor":
        expected = model.predict(X)[:, None]
    else:
        expected = model.predict_proba(X)
        assert "tells the class" in str(ours.imported)
    np.testing.assert_allclose(ours.predict(X.astype(np.float32)), expected, rtol=1e-4, atol=1e-5)
    if zipmap and name in ("pipeline", "two-classes"):
        book = api.export(ours, tmp_path / "m.xlsx", X[0])
        assert api.verify(book).outcome == "agree"
