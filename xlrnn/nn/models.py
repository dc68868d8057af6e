"""Models: layers that are connected, which calculate, learn, and are kept in files."""

from collections.abc import Callable, Mapping
from typing import Any, NoReturn

from xlrnn.errors import UsageError
from xlrnn.nn.core import sharing
from xlrnn.nn.core.layer import Layer
from xlrnn.nn.core.serialization import deserialize, registered_network
from xlrnn.nn.custom import custom_object_scope
from xlrnn.nn.file_names import Name
from xlrnn.nn.files import model_file
from xlrnn.nn.functional import Functional
from xlrnn.nn.graph import description
from xlrnn.nn.stack import Stack
from xlrnn.nn.training.trainer import Trainer

__all__ = ["Model", "Sequential", "clone_model", "load_model"]


class Trained(Trainer):
    """What learns, and is kept in files."""

    def save(self, filepath: Name, overwrite: bool = True) -> None:
        """Write the model and where its training stands into one file; see `nn.files`."""
        model_file.save_model(self, filepath, overwrite)

    def save_weights(self, filepath: Name, overwrite: bool = True) -> None:
        """Write the weights into one file."""
        model_file.save_weights(self, filepath, overwrite)

    def load_weights(self, filepath: Name) -> None:
        """Set the weights to those of a file, all of them or none."""
        model_file.load_weights(self, filepath)

    @staticmethod
    def load(filepath: Name) -> "Trained":
        """Return the model of a file that `save` wrote."""
        return load_model(filepath)


@registered_network
class Sequential(Stack, Trained):
    """Layers one behind the other: each takes what the one before returns.

    The weights are made as soon as the input's shape is known: from an `Input`, from the first
    layer's `input_shape`, from `build`, or from the first data.

    Args:
        layers: the layers, in order; `add` appends more.
        name: of the model.

    Example:
        >>> from xlrnn.nn import Dense, Input, Sequential
        >>> model = Sequential([Input((3,)), Dense(2), Dense(1)])
        >>> model.count_params()
        11
    """


@registered_network
class Model(Functional, Trained):
    """What lies between inputs and outputs: layers that were called with symbols.

    A layer may be called several times, and is then shared; a model is a layer itself.

    Args:
        inputs: what `Input` returned: one, a list, or a dict by name.
        outputs: what layers returned that were called with it, likewise.
        name: of the model.
        **others: none; a model of one's own class is not made from arguments.

    Example:
        >>> from xlrnn.nn import Add, Dense, Input, Model
        >>> x = Input((3,))
        >>> h = Dense(3, activation="tanh")(x)
        >>> model = Model(x, Dense(1)(Add()([x, h])))
        >>> model.count_params()
        16
    """

    def __init__(
        self, inputs: Any = None, outputs: Any = None, name: str | None = None, **others: Any
    ) -> None:
        if inputs is None or outputs is None or others:
            _refuse_subclass(inputs, outputs, others)
        super().__init__(inputs, outputs, name)


def _refuse_subclass(inputs: Any, outputs: Any, others: dict[str, Any]) -> NoReturn:
    lacking = [name for name, given in (("inputs", inputs), ("outputs", outputs)) if given is None]
    got = f"no {' and no '.join(lacking)}" if lacking else f"{', '.join(others)}"
    raise UsageError(
        f"Model: got {got}: expected Model(inputs, outputs); models that are classes with a `call` "
        "of their own are not here"
    )


def load_model(
    filepath: Name,
    custom_objects: Mapping[str, Any] | None = None,
    compile: bool = True,
    safe_mode: bool = True,  # noqa: ARG001
) -> Any:
    """Return the model of a file, ready to predict and, if it was compiled, to learn on.

    Args:
        filepath: a file that `save` wrote, or a `.keras` or `.h5` file of Keras', which
            comes without how it was compiled.
        custom_objects: losses and metrics of one's own, by their names.
        compile: whether the model is to be compiled as it was.
        safe_mode: Keras' option; nothing but numbers and layers of ours is ever read.

    Raises:
        UnreadableError: if it is no such file.
        UsageError: if it holds layers that we lack, or needs h5py.
    """
    with custom_object_scope(custom_objects):
        return model_file.load_model(filepath, compile=compile)


def clone_model(model: Any, *, clone_function: Callable[[Layer], Layer] | None = None) -> Any:
    """Return a model of the same layers, with fresh weights; it is not compiled.

    Args:
        model: the model, which stays as it is.
        clone_function: makes each layer of the new model from the old one; by default a layer
            of the same arguments.
    """
    if not isinstance(model, Sequential | Model):
        raise UsageError(f"clone_model: expected a model, got {model!r:.60}")
    if isinstance(model, Model):
        return _clone_of_branches(model, clone_function)
    made = Sequential.from_config({**model.get_config(), "layers": [], "input_shape": None})
    for layer in model.layers:
        made.add(
            type(layer).from_config(layer.get_config())
            if clone_function is None
            else clone_function(layer)
        )
    if model.built:
        made.build(model.given_shape or (), any_length=model.any_length)
    return made


def _clone_of_branches(model: Model, clone_function: Callable[[Layer], Layer] | None) -> Model:
    """Return a model of the same layers that are connected in the same way."""

    def make(saved: dict[str, Any]) -> Layer:
        if clone_function is None or saved["class_name"] == "InputLayer":
            return deserialize(saved)
        return clone_function(model.get_layer(saved["config"]["name"]))

    config = model.get_config()
    with sharing.making():
        return Model(*description.connected(config, make), name=config["name"])
