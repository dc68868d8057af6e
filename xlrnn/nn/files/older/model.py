"""A whole model in an `.h5` file: its layers and its weights; how it was trained is left out."""

import json
from collections.abc import Mapping
from typing import Any

from xlrnn.errors import UnreadableError, UsageError
from xlrnn.nn.files import hdf5, keras_file, keras_model
from xlrnn.nn.files.keras_config import making_sense
from xlrnn.nn.files.limits import MOST_CONFIG
from xlrnn.nn.files.older import conversions, weights
from xlrnn.nn.files.older.description import as_of_keras_3


def read(data: bytes, where: str) -> tuple[Any, str]:
    """Return the model of a file, not compiled, and what must be known of its weights.

    Args:
        data: the file.
        where: what an error calls it.

    Raises:
        UsageError: if it holds weights alone, layers that we lack, or code.
        UnreadableError: if it is damaged, too large, or reaches out of itself.
        ShapeError: if its weights are not those of its layers.
    """
    with hdf5.opened(data, where) as reader:
        described = reader.text("", "model_config")
        if described is None:
            raise UsageError(f"{where} holds weights alone, not which layers they are of: "
                             "give a model, whose load_weights reads a .weights.h5")  # fmt: skip
        saved = _parsed(described, where)
        version = reader.text("", "keras_version") or ""
        try:
            with making_sense("the model"):
                saved = _as_of_keras_3(saved, version, where)
        except RecursionError:
            raise UsageError("the model's layers lie too deep inside each other") from None
        model = keras_model.model_of(saved, len(data))
        if not model.built:
            raise UsageError(f"{where}: {model.name} was saved without the shape of its input")
        weights.load(model, reader, as_in_keras_2=_before_3(version))
    return model, _remark(model) if _before_3(version) else ""


def _parsed(described: str, where: str) -> Mapping[str, Any]:
    """Return what an attribute says of the model."""
    if len(described) > MOST_CONFIG:
        raise UnreadableError(f"{where}: model_config has more than {MOST_CONFIG} letters")
    try:
        saved = json.loads(described)
    except (ValueError, RecursionError) as error:
        raise UnreadableError(f"{where} is damaged: model_config is no JSON: {error}") from None
    if not isinstance(saved, Mapping):
        raise UnreadableError(f"{where}: model_config describes no model")
    return saved


def _as_of_keras_3(saved: Mapping[str, Any], version: str, where: str) -> Mapping[str, Any]:
    """Return a description as Keras 3 writes it, from any Keras but the first.

    Raises:
        UsageError: if it is of Keras 1, which called most options otherwise.
    """
    if not version[:1].isdigit() or version.startswith(("0", "1")):
        raise UsageError(
            f"{where} is of Keras {version[:20] or '1'}, whose layers had other options: Keras 2 "
            "reads it, and saves it anew"
        )
    return as_of_keras_3(saved) if _before_3(version) else saved


def _remark(model: Any) -> str:
    """Return what has become of weights in front of a function that is another one by now."""
    names = [each.name for _, each in keras_file.homes(model) if conversions.is_steeper(each)]
    if not names:
        return ""
    return (
        f"hard_sigmoid was a / 5 + 1/2 in Keras 2 and is a / 6 + 1/2 here, so the weights of "
        f"{', '.join(names)} in front of it are 6/5 of the file's"
    )


def _before_3(version: str) -> bool:
    return version.startswith("2")
