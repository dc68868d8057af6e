"""What a model's file may be called: which names say that it is one of Keras'."""

import os
from pathlib import Path
from typing import Final

from xlrnn.errors import UsageError

Name = Path | str | os.PathLike[str]

MODEL, WEIGHTS = ".keras", ".weights.h5"
OLDER: Final = (".h5", ".hdf5")
"""What older Keras called its files."""


def expect_name(name: str, *, weights_alone: bool) -> None:
    """Refuse the name of a file of Keras' that would not be in it.

    Raises:
        UsageError: with the names that there are.
    """
    theirs = WEIGHTS if weights_alone else MODEL
    if name.endswith(theirs) or not name.endswith((MODEL, *OLDER)):
        return
    what = "weights alone" if weights_alone else "a model"
    other = "save" if weights_alone else "save_weights"
    hint = f" ({other} writes the other kind)" if name.endswith((MODEL, WEIGHTS)) else ""
    raise UsageError(
        f"{name}: {what} cannot be written under this name{hint}: expected one that ends with "
        f"{theirs}, which Keras reads, too, or .npz"
    )
