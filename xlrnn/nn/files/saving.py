"""A model in a file of our own: its weights as NumPy arrays, all the rest as JSON; no pickle.

The file is an .npz archive. `about` holds JSON: the model's configuration, how it was compiled,
where chance and the optimizer stand, and what else the caller wants to keep. `weight 3
lstm/kernel` and `optimizer 0_m` are arrays. It is written whole or not at all.
"""

import io
import json
import zipfile
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xlrnn import provenance
from xlrnn.atomic import write_atomically
from xlrnn.errors import TrainingError, UnreadableError, UsageError, XlrnnError
from xlrnn.nn.core import random
from xlrnn.nn.core.serialization import deserialize
from xlrnn.nn.training.trainer import Trainer

Array = NDArray[Any]
Arrays = dict[str, Array]

FORMAT: Final = "xlrnn model"
VERSION: Final = 2
MOST_BYTES: Final = 8 * 2**30

_BROKEN: Final = (
    OSError, ValueError, KeyError, TypeError, IndexError, EOFError, MemoryError,
    AttributeError, NotImplementedError, zipfile.BadZipFile, XlrnnError,
)  # fmt: skip


def save_model(model: Trainer, path: Path | str, extra: dict[str, Any] | None = None) -> None:
    """Write a model: configuration, weights, and where its training stands.

    Args:
        model: the model; its weights must have been made.
        path: the file.
        extra: anything JSON can hold, returned by `load_extra`.

    Raises:
        UsageError: if it cannot be written; what was there stays as it was.
        TrainingError: if a weight is not finite; likewise.
    """
    weights = _weights(model)
    about, arrays = training_of(model)
    about = {**serialized(model), **about, "extra": extra or {}}
    write_atomically(Path(path), packed(about, {**weights, **arrays}))


def save_weights(model: Trainer, path: Path | str) -> None:
    """Write a model's weights and its configuration."""
    write_atomically(Path(path), packed(serialized(model), _weights(model)))


def serialized(model: Trainer) -> dict[str, Any]:
    """Return what a model is made of again, as the file has it."""
    return {"class": type(model).__name__, "model": model.get_config()}


def training_of(model: Trainer) -> tuple[dict[str, Any], Arrays]:
    """Return how a model was compiled and where its training and chance stand."""
    about: dict[str, Any] = {"random": random.get_random_state()}
    if not model.compiled:
        return about, {}
    model.optimizer.ensure_built(model.vectors)
    state = model.optimizer.get_state()
    slots = {key: value for key, value in state.items() if isinstance(value, np.ndarray)}
    about["compiled"] = model.get_compile_config()
    about["optimizer"] = {key: value for key, value in state.items() if key not in slots}
    return about, {f"optimizer {key}": value for key, value in slots.items()}


def load_model(path: Path | str, *, compile: bool = True) -> Any:
    """Return the model of a file, ready to predict and, if it was compiled, to learn on.

    Args:
        path: the file.
        compile: whether it is to be compiled as it was.

    Raises:
        UnreadableError: if it is no file that `save_model` wrote.
    """
    about, arrays = _read(Path(path), Path(path))
    try:
        name = about.get("class", "Sequential")
        model = deserialize({"class_name": name, "config": about["model"]})
        _set_weights(model, arrays)
    except _BROKEN as error:
        raise _damaged(Path(path), error) from None
    if compile:
        _compile(model, about, arrays, Path(path))
    return model


def go_on(model: Trainer, training: bytes, path: Path) -> None:
    """Compile a model as it was, and let its training stand where it stood.

    Args:
        model: the model, with its weights.
        training: what `packed` made of what `training_of` returned.
        path: where it is from, for the error.

    Raises:
        UnreadableError: if it is something else.
    """
    _compile(model, *_read(io.BytesIO(training), path), path)


def _compile(model: Trainer, about: dict[str, Any], arrays: Arrays, path: Path) -> None:
    """Compile a model as it was; an error of a part that is not ours says what can be done."""
    if not about.get("compiled"):
        return
    try:
        model.compile(**about["compiled"])
        model.optimizer.ensure_built(model.vectors)
        slots = {key[10:]: value for key, value in arrays.items() if key[:10] == "optimizer "}
        model.optimizer.set_state({**about["optimizer"], **slots})
    except UsageError as error:
        raise UnreadableError(
            f"{path} was compiled with what is not here ({error}): load_model(…, compile=False) "
            "reads all the rest"
        ) from None
    except _BROKEN as error:
        raise _damaged(path, error) from None


def load_weights(model: Trainer, path: Path | str) -> None:
    """Set a model's weights to those of a file; all of them or none.

    Raises:
        UnreadableError: if it is no file of weights.
        ShapeError: if they are of another model.
    """
    _, arrays = _read(Path(path), Path(path))
    _set_weights(model, arrays)


def load_extra(path: Path | str) -> dict[str, Any]:
    """Return what the caller of `save_model` kept, and where chance stood as `random`."""
    about, _ = _read(Path(path), Path(path), only_about=True)
    return {**about.get("extra", {}), "random": about.get("random")}


def expect_sound(model: Trainer) -> None:
    """Refuse a model that is not worth a file.

    Raises:
        UsageError: if it has no weights yet.
        TrainingError: if a weight is not finite.
    """
    if not model.built:
        raise UsageError(f"{model.name} has no weights yet: build it, or let it see data first")
    for layer, weight in model.owned_weights():
        if not np.isfinite(weight.value).all():
            raise TrainingError(
                f"{layer}: {weight.name} is no longer finite, so it is not saved and the file of "
                "before stays; try a smaller learning rate or clipnorm=1"
            )


def _weights(model: Trainer) -> Arrays:
    expect_sound(model)
    return {
        f"weight {k} {layer}/{weight.name}": weight.value
        for k, (layer, weight) in enumerate(model.owned_weights())
    }


def _set_weights(model: Trainer, arrays: Arrays) -> None:
    found = [(key.split(" ")[1], value) for key, value in arrays.items() if key[:7] == "weight "]
    model.set_weights([value for _, value in sorted(found, key=lambda pair: int(pair[0]))])


def packed(about: dict[str, Any], arrays: Arrays) -> bytes:
    """Return a file of what JSON can hold, and of arrays."""
    about = {"format": FORMAT, "version": VERSION, **provenance.as_json(), **about}
    try:
        text = json.dumps(about, indent=1).encode()
    except (TypeError, ValueError) as error:
        raise UsageError(
            f"the model cannot be saved with how it was compiled ({error}): compile it with what "
            "xlrnn has, or save_weights"
        ) from None
    out = io.BytesIO()
    np.savez(out, allow_pickle=False, about=np.frombuffer(text, np.uint8), **arrays)
    return out.getvalue()


def _read(
    source: Path | io.BytesIO, path: Path, *, only_about: bool = False
) -> tuple[dict[str, Any], Arrays]:
    """Read a file that may be damaged, foreign or hostile; `path` is what errors call it."""
    try:
        with zipfile.ZipFile(source) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
        if size > MOST_BYTES:
            raise ValueError(f"it unpacks to {size} bytes, more than {MOST_BYTES}")
        if isinstance(source, io.BytesIO):
            source.seek(0)
        with np.load(source, allow_pickle=False) as archive:
            about = json.loads(archive["about"].tobytes())
            if about["format"] != FORMAT:
                raise ValueError(f"its format is {about['format']!r}")
            if about["version"] > VERSION:
                raise UnreadableError(
                    f"{path} was written by a newer xlrnn ({about['xlrnn']}): update with "
                    "pip install --upgrade xlrnn"
                )
            names = [] if only_about else [name for name in archive.files if name != "about"]
            return about, {name: _finite(name, archive[name]) for name in names}
    except FileNotFoundError:
        raise UnreadableError(f"{path} does not exist: check the name and the folder") from None
    except UnreadableError:
        raise
    except _BROKEN as error:
        raise _damaged(path, error) from None


def _finite(name: str, array: Array) -> Array:
    if array.dtype not in (np.float32, np.float64) or not np.isfinite(array).all():
        raise ValueError(f"{name} holds what is no finite number")
    return array


def _damaged(path: Path, error: BaseException) -> UnreadableError:
    why = str(error) or type(error).__name__
    return UnreadableError(
        f"{path} is damaged, or no model that xlrnn saved ({why}): take another checkpoint, or "
        "train again"
    )
