"""Models that go over from Keras, and back, predict the same; files are Keras' own."""

import zipfile
from importlib.util import find_spec

import numpy as np
import pytest

from tests.oracle.keras_models import CASES
from tests.requirements import need
from xlrnn.errors import UnreadableError
from xlrnn.nn import layers, load_model, models
from xlrnn.nn.interop import from_keras, to_keras


class Ours:
    """The module as the cases see it."""

    layers, models = layers, models


CLOSE = {"float32": 2e-5, "float64": 1e-12}
BY_NAME = {case.name: case for case in CASES}


# Keras turns its variables into arrays in a way that NumPy 2 warns of.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")


@pytest.fixture(autouse=True)
def _h5py():
    need("h5py", find_spec("h5py") is not None, "pip install h5py")


@pytest.fixture(params=["float64"])
def dtype(keras, request, monkeypatch):
    """The number format; on JAX Keras rounds inputs and tanh to float32 unless it is told."""
    from keras.src.backend.common import dtypes

    if request.param == "float64":
        monkeypatch.setitem(dtypes.BIT64_TO_BIT32_DTYPE, "float64", "float64")
    keras.config.set_floatx(request.param)
    yield request.param
    keras.config.set_floatx("float32")


@pytest.fixture(params=CASES, ids=lambda case: case.name)
def case(request):
    return request.param


def shuffled(model, seed=1):
    """Give a model weights that are all different, biases included."""
    rng = np.random.default_rng(seed)
    drawn = [rng.normal(size=w.shape, scale=0.5) for w in model.weights]
    variances = ["moving_variance" in w.name for w in model.weights]
    model.set_weights([abs(w) if v else w for w, v in zip(drawn, variances, strict=True)])
    return model


def theirs(keras, case, dtype):
    return shuffled(case.model(keras, dtype))


def assert_same_predictions(ours, keras_model, case, dtype):
    import jax

    x = case.x()
    with jax.disable_jit():  # a compilation takes longer than all the steps
        expected = np.asarray(keras_model(x))
    y = ours.predict(x)
    assert y.dtype == expected.dtype == dtype
    np.testing.assert_allclose(y, expected, rtol=0, atol=CLOSE[dtype])


@pytest.mark.parametrize("dtype", ["float32", "float64"], indirect=True)
def test_a_model_predicts_what_keras_predicts(keras, case, dtype):
    model = theirs(keras, case, dtype)
    assert_same_predictions(from_keras(model), model, case, dtype)


def test_a_model_file_predicts_what_keras_predicts(keras, case, tmp_path, dtype):
    model = theirs(keras, case, dtype)
    model.save(tmp_path / "model.keras")
    assert_same_predictions(from_keras(tmp_path / "model.keras"), model, case, dtype)


def test_a_file_of_weights_fills_a_model_of_ours(keras, case, tmp_path, dtype):
    model = theirs(keras, case, dtype)
    model.save_weights(tmp_path / "model.weights.h5")
    ours = from_keras(tmp_path / "model.weights.h5", case.model(Ours))
    assert_same_predictions(ours, model, case, dtype)


def test_a_list_of_weights_fills_a_model_of_ours(keras, case, dtype):
    model = theirs(keras, case, dtype)
    assert_same_predictions(from_keras(model.get_weights(), case.model(Ours)), model, case, dtype)


def test_our_weights_are_a_list_for_keras(keras, case, dtype):
    ours = shuffled(case.model(Ours))
    model = case.model(keras)
    model.set_weights(to_keras(ours))
    assert_same_predictions(ours, model, case, dtype)


def test_keras_loads_our_model_file(keras, case, tmp_path, dtype):
    ours = shuffled(case.model(Ours))
    to_keras(ours, tmp_path / "ours.keras")
    model = keras.saving.load_model(tmp_path / "ours.keras")
    assert_same_predictions(ours, model, case, dtype)
    assert [layer.name for layer in model.layers] == [layer.name for layer in ours.layers]


def test_keras_loads_our_file_of_weights(keras, case, tmp_path, dtype):
    ours = shuffled(case.model(Ours))
    to_keras(ours, tmp_path / "ours.weights.h5")
    model = case.model(keras)
    model.load_weights(tmp_path / "ours.weights.h5")
    assert_same_predictions(ours, model, case, dtype)


def test_there_and_back_changes_no_bit(case, tmp_path):
    ours = shuffled(case.model(Ours))
    to_keras(ours, tmp_path / "ours.keras")
    back = from_keras(tmp_path / "ours.keras")
    for one, other in zip(back.get_weights(), ours.get_weights(), strict=True):
        assert one.dtype == other.dtype
        np.testing.assert_array_equal(one, other)
    assert back.get_config() == ours.get_config()


def test_the_same_model_gives_the_same_bytes(tmp_path):
    ours = shuffled(BY_NAME["stack"].model(Ours))
    for name in ("one.keras", "two.keras"):
        to_keras(ours, tmp_path / name)
    assert (tmp_path / "one.keras").read_bytes() == (tmp_path / "two.keras").read_bytes()


def test_a_file_is_read_without_keras(keras, tmp_path, monkeypatch, dtype):
    model = theirs(keras, BY_NAME["lstm"], dtype)
    model.save(tmp_path / "model.keras")
    monkeypatch.setitem(__import__("sys").modules, "keras", None)
    assert from_keras(tmp_path / "model.keras").layers[0].units == 4


def test_what_is_frozen_stays_frozen(keras, dtype):
    model = theirs(keras, BY_NAME["stack"], dtype)
    model.layers[0].trainable = False
    ours = from_keras(model)
    assert [weight.name for weight in ours.weights if not weight.trainable] == ["embeddings"]


def test_a_compiled_and_trained_model_file_is_read(keras, tmp_path, dtype):
    case = BY_NAME["lstm"]
    model = theirs(keras, case, dtype)
    model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
    model.fit(case.x(), np.eye(2)[[0, 1, 1, 0]], verbose=0)
    model.save(tmp_path / "model.keras")
    assert_same_predictions(from_keras(tmp_path / "model.keras"), model, case, dtype)


def test_a_recompressed_file_is_read(keras, tmp_path, dtype):
    case = BY_NAME["gru"]
    model = theirs(keras, case, dtype)
    model.save(tmp_path / "model.keras")
    with (
        zipfile.ZipFile(tmp_path / "model.keras") as source,
        zipfile.ZipFile(tmp_path / "small.keras", "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            target.writestr(name, source.read(name))
    assert_same_predictions(from_keras(tmp_path / "small.keras"), model, case, dtype)


def test_save_and_load_are_those_of_keras(keras, case, tmp_path, dtype):
    """One file for both: what `save` writes Keras loads, and what Keras saves `load_model` does."""
    keras_model = theirs(keras, case, dtype)
    keras_model.save(tmp_path / "theirs.keras")
    ours = load_model(tmp_path / "theirs.keras")
    assert_same_predictions(ours, keras_model, case, dtype)
    ours.compile("adam", "mse")
    shuffled(ours, seed=2).save(tmp_path / "ours.keras")
    assert_same_predictions(ours, keras.models.load_model(tmp_path / "ours.keras"), case, dtype)
    keras_model.save_weights(tmp_path / "theirs.weights.h5")
    ours.load_weights(tmp_path / "theirs.weights.h5")
    assert_same_predictions(ours, keras_model, case, dtype)
    shuffled(ours, seed=3).save_weights(tmp_path / "ours.weights.h5")
    keras_model.load_weights(tmp_path / "ours.weights.h5")
    assert_same_predictions(ours, keras_model, case, dtype)


def test_a_whole_model_of_older_keras_is_none_of_weights(keras, tmp_path, dtype):
    model = keras.Sequential([keras.layers.Input((2,)), keras.layers.Dense(1)])
    model.save(tmp_path / "old.h5")
    with pytest.raises(
        UnreadableError, match=r"a whole model of older Keras: nn.load_model reads it"
    ):
        from_keras(tmp_path / "old.h5", models.Sequential([layers.Input((2,)), layers.Dense(1)]))
