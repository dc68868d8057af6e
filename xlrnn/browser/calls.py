"""The questions that the page asks, and the verbs that answer them.

A question is a name, its arguments as JSON and files as bytes; an answer is JSON. What cannot be
done is answered with `error`: no exception reaches the page.
"""

import json
import math
import platform
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, TypeAlias

import numpy as np

import xlrnn
from xlrnn import api
from xlrnn.browser.at_once import AtOnce
from xlrnn.browser.marks import marks
from xlrnn.browser.models import exported
from xlrnn.browser.proof import LiveProof
from xlrnn.errors import UsageError, XlrnnError
from xlrnn.report.grades.text import check_lines
from xlrnn.report.verification.formats import form

Files: TypeAlias = Sequence[bytes]
Argument: TypeAlias = Mapping[str, Any]

_BUG: Final = "Python could not handle this; please report it as a bug:"


class Calls:
    """Answers one question after the other, and remembers which workbook is followed.

    Args:
        folder: where files may be put meanwhile.
    """

    def __init__(self, folder: str) -> None:
        self._folder = Path(folder)
        self._proof: LiveProof | None = None
        self._known: dict[str, Callable[[Argument, Files], Any]] = {
            "about": self._about,
            "open": self._open,
            "prove": self._prove,
            "verify": self._verify,
            "check": self._check,
            "grade": self._grade,
            "export": self._export,
        }

    def answer(self, call: str, argument: str, *files: Any) -> str:
        """Answer a question.

        Args:
            call: its name.
            argument: an object of JSON.
            *files: their contents, as bytes or what holds bytes.
        """
        try:
            answer = self._known[call](json.loads(argument), [bytes(file) for file in files])
        except XlrnnError as error:
            answer = {"error": self._without_folders(str(error))}
        except Exception as error:
            answer = {"error": f"{_BUG} {type(error).__name__}: {error}"}
        return json.dumps(_plain(answer), allow_nan=False)

    def _about(self, _argument: Argument, _files: Files) -> dict[str, Any]:
        versions = {"python": platform.python_version(), "numpy": np.__version__}
        return {**versions, "xlrnn": xlrnn.__version__}

    def _open(self, argument: Argument, files: Files) -> dict[str, Any]:
        """Follow a workbook from now on, its file and all that its cells show."""
        self._proof = None
        path = self._put(argument["name"], files[0])
        engine = argument["engine"]
        copy = self._folder / "copy.xlsx"
        self._proof = LiveProof(path, copy, engine["name"], engine["version"])
        self._proof.follow(argument["cells"])
        return self._proof.prove()

    def _prove(self, argument: Argument, _files: Files) -> dict[str, Any]:
        """Prove once more, after some cells have changed; `again` asks for the whole workbook."""
        if self._proof is None or not self._proof.follow(argument["cells"], argument["typed"]):
            return {"again": True}
        return self._proof.prove()

    def _verify(self, argument: Argument, files: Files) -> dict[str, Any]:
        """Verify a workbook as the command line does, with other inputs as well."""
        result = api.verify(self._put(argument["name"], files[0]))
        reports = {name: form(name).render(result) for name in ("text", "json")}
        return {name: self._without_folders(text) for name, text in reports.items()}

    def _check(self, argument: Argument, files: Files) -> dict[str, Any]:
        """Check an exercise, telling what its teacher allows."""
        found = api.check(self._put(argument["name"], files[0]), executor=AtOnce())
        lines, code = check_lines(found)
        return {"lines": [*map(self._without_folders, lines)], "code": code}

    def _grade(self, argument: Argument, files: Files) -> dict[str, Any]:
        """Grade what was handed in."""
        names = [*map(_plain_name, argument["names"])]
        if twice := next((name for name in names if names.count(name) > 1), ""):
            raise UsageError(f"two files are called {twice}: expected each name once; rename one")
        return marks(dict(zip(names, files, strict=True)), self._folder / "grades")

    def _export(self, argument: Argument, files: Files) -> dict[str, Any]:
        """Make a workbook of a model."""
        path = self._put(argument["name"], files[0])
        return exported(path, argument["input"], argument["tokens"])

    def _without_folders(self, text: str) -> str:
        """Return words of which the reader knows the file alone: the folders are nobody's."""
        return text.replace(f"{self._folder}/", "")

    def _put(self, name: str, data: bytes) -> Path:
        """Put a file where it can be read; its name is the reader's, and may say anything."""
        path = self._folder / _plain_name(name)
        path.write_bytes(data)
        return path


def _plain_name(name: str) -> str:
    """Return the name of a reader's file without folders, and as a file system takes it."""
    return Path(name.replace("\0", "")).name or "file"


def _plain(value: Any) -> Any:
    """Return the same without numbers that JSON does not have."""
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return str(value) if isinstance(value, float) and not math.isfinite(value) else value
