"""The forms in which a batch is written: the one place where they are listed.

A form is a function that returns its files' texts by name. The marked copies of workbooks are no
texts; `xlrnn.report.grades.write` has them written by workers.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Final

from xlrnn.report.grades import Batch

Form = Callable[[Batch], dict[str, str]]

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
