"""The forms in which a batch is written: the one place where they are listed.

A form is a function that yields its files, the name and the text of each in pieces: of a large
batch nothing is ever whole in memory. The marked copies of workbooks are no
texts; `xlrnn.report.grades.write` has them written by workers.
"""

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from typing import Final

from xlrnn.report.grades import Batch

File = tuple[str, Iterable[str]]
Form = Callable[[Batch], Iterator[File]]

_TEXTS: Final = {
    "json": "xlrnn.report.grades.data:json_files",
    "csv": "xlrnn.report.grades.data:csv_files",
    "gradescope": "xlrnn.report.grades.gradescope:files",
    "nbgrader": "xlrnn.report.grades.platforms:nbgrader_files",
    "html": "xlrnn.report.grades.html:files",
}

WORKBOOK: Final = "workbook"
FORMATS: Final = (*_TEXTS, WORKBOOK)


def form(name: str) -> Form:
    """Return a form of texts by its name in `FORMATS`."""
    module, _, attribute = _TEXTS[name].partition(":")
    found: Form = getattr(import_module(module), attribute)
    return found
