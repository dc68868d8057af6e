"""What Keras 2 said of a model, as Keras 3 says it."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from xlrnn.errors import UsageError
from xlrnn.nn.core.serialization import INNER
from xlrnn.nn.files.keras_config import Config, config_of
from xlrnn.nn.files.older import connections

NETWORKS: Final = ("Sequential", "Functional", "Model")
RUNS_CODE: Final = ("Lambda", "TFOpLambda", "SlicingOpLambda")


def as_of_keras_3(saved: Any) -> Config:
    """Return a description of a layer or a model as Keras 3 writes it.

    Args:
        saved: Keras 2's description.

    Raises:
        UsageError: if there is none, it makes no sense, or it holds code.
    """
    kind = saved.get("class_name") if isinstance(saved, Mapping) else None
    if kind in RUNS_CODE:
        name = config_of(saved, "a layer").get("name")
        raise UsageError(
            f"{name} ({kind}) calculates with code of its own, which is not run: put layers in its "
            "place, in Keras, and save the model anew"
        )
    if kind == "Sequential":
        return {**saved, "config": _sequential(saved.get("config"))}
    if kind in NETWORKS:
        config = config_of(saved, "the model")
        return {**saved, "class_name": "Functional", "config": _functional(config)}
    config = dict(config_of(saved, "a layer"))
    inner = {name: as_of_keras_3(config[name]) for name in INNER if config.get(name)}
    config |= inner
    if isinstance(kind, str) and kind in CHANGED:
        kind, config = CHANGED[kind](config)
    return {**saved, "class_name": kind, "config": config}


def _sequential(config: Any) -> Config:
    """Return the arguments of layers one behind the other, which once were a mere list."""
    if isinstance(config, list):
        config = {"name": "sequential", "layers": config}
    config = config_of({"config": config}, "the model")
    return {**config, "layers": _layers(config)}


def _functional(config: Config) -> Config:
    return connections.as_of_keras_3({**config, "layers": _layers(config)}, NETWORKS)


def _layers(config: Config) -> list[Config]:
    layers = config.get("layers")
    if not isinstance(layers, list):
        raise UsageError("the model's description lists no layers")
    return [as_of_keras_3(each) for each in layers]


# Of single layers.


def _gru(config: Config) -> tuple[str, Config]:
    """The first ones had no choice when to apply the reset gate."""
    return "GRU", {"reset_after": False, **config}


def _of_cudnn(kind: str, **options: Any) -> Callable[[Config], tuple[str, Config]]:
    """A layer of its own for graphics cards, without the choice of functions."""
    functions = {"activation": "tanh", "recurrent_activation": "sigmoid", **options}
    return lambda config: (kind, {**config, **functions})


def _normalizing(kind: str) -> Callable[[Config], tuple[str, Config]]:
    """The one axis stands in a list."""

    def changed(config: Config) -> tuple[str, Config]:
        axis = config.get("axis", -1)
        alone = axis[0] if isinstance(axis, list) and len(axis) == 1 else axis
        return kind, {**config, "axis": alone}

    return changed


CHANGED: Final[Mapping[str, Callable[[Config], tuple[str, Config]]]] = {
    "GRU": _gru,
    "CuDNNLSTM": _of_cudnn("LSTM"),
    "CuDNNGRU": _of_cudnn("GRU", reset_after=True),
    "BatchNormalization": _normalizing("BatchNormalization"),
    "LayerNormalization": _normalizing("LayerNormalization"),
}
