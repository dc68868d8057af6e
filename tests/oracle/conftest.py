"""The frameworks that results are compared with; each test file asks for the one it needs."""

import os
from importlib.util import find_spec

import pytest

from tests.requirements import need
from xlrnn import nn

if find_spec("torch"):
    os.environ["KERAS_BACKEND"] = "torch"  # for all: Keras is imported once in a process


@pytest.fixture(scope="session")
def torch():
    """PyTorch on one thread, so that parallel test runs do not stand in each other's way."""
    need("torch", find_spec("torch") is not None, "pip install torch")
    import torch

    torch.set_num_threads(1)
    return torch


@pytest.fixture(scope="session")
def keras(torch):
    """Keras 3 on PyTorch: on JAX it compiles for seconds what it then calculates in no time.

    `np.asarray` takes what it returns as it is, with a gradient behind it or not.
    """
    need("keras", find_spec("keras") is not None, "pip install keras")
    import keras

    assert keras.backend.backend() == "torch"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(torch.Tensor, "__array__", as_array)
        yield keras


def as_array(tensor, dtype=None, copy=None):
    return tensor.detach().numpy().astype(dtype or tensor.detach().numpy().dtype, copy=bool(copy))


@pytest.fixture(scope="session")
def torch_layers(torch):
    """The layers once more in PyTorch."""
    from tests.oracle import torch_layers

    return torch_layers


@pytest.fixture(scope="session")
def keras_layers(keras):
    """What Keras' layers calculate."""
    from tests.oracle import keras_layers

    return keras_layers


@pytest.fixture
def keras64(keras, keras_layers):
    """Keras, calculating in float64 throughout."""
    with keras_layers.in_format("float64"):
        yield keras


@pytest.fixture
def in_float64(keras64):
    """Both in float64, without a word in the program.

    Keras counts the names that it gives in the whole process, so it begins to count again.
    """
    keras64.utils.clear_session()
    policy, ours = keras64.config.dtype_policy(), nn.floatx()
    keras64.config.set_dtype_policy("float64")
    nn.set_floatx("float64")
    yield keras64
    keras64.config.set_dtype_policy(policy)
    nn.set_floatx(ours)
