"""The forms of a report: the one place where they are listed.

The module of a form has `render`, which writes a report, and `BEGINNINGS`, by which a file is
known to be one.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Final, Protocol, cast

if TYPE_CHECKING:  # so that a form can be chosen before anything is imported
    from xlrnn.verify.results.result import Verification

_MODULES: Final = {
    "text": "xlrnn.report.verification.text",
    "json": "xlrnn.report.verification.json",
    "junit": "xlrnn.report.verification.junit",
    "html": "xlrnn.report.verification.html.page",
}

FORMATS: Final = tuple(_MODULES)


class Form(Protocol):
    """What the module of a form has."""

    BEGINNINGS: tuple[str, ...]
    """How its reports begin, those of earlier versions included."""

    def render(self, result: "Verification") -> str:
        """Return a report."""


def form(name: str) -> Form:
    """Return a form by one of the names in `FORMATS`."""
    return cast(Form, import_module(_MODULES[name]))
