"""Models in the page: a file and one sample become a workbook of live formulas."""

import base64
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from xlrnn import api
from xlrnn.errors import UsageError
from xlrnn.nn.file_names import MODEL, OLDER


def exported(path: Path, given: str, tokens: str) -> dict[str, Any]:
    """Return the workbook that `export` makes.

    Args:
        path: the model, a file that `save` wrote.
        given: the sample, as the command takes it.
        tokens: what the numbers of the sample stand for, with commas; "" if nothing is known.

    Raises:
        UsageError: if it is a file of Keras, and what reads those is not in the page.
    """
    if path.suffix.lower() in (MODEL, *OLDER) and find_spec("pyfive") is None:
        raise UsageError(
            f"{path.name}: this page was made without what reads files of Keras: make it again "
            "after pip install 'xlrnn[keras]'. Where xlrnn is installed, xlrnn export reads them, "
            f"and nn.load_model({path.name!r}).save('model.npz') makes one that can be read here"
        )
    book = path.with_suffix(".xlsx")
    api.export(path, book, given, tokens=tokens.split(",") if tokens else (), force=True)
    return {"name": book.name, "book": base64.b64encode(book.read_bytes()).decode()}
