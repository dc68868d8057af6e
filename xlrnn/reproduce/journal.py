"""The journal of a run: a file for each step that is done, so that a second call goes on.

A step's file is written when the step is done, whole or not at all: whoever is killed loses the
steps in work.
"""

import json
import shutil
from pathlib import Path
from typing import Any, Final

import xlrnn
from xlrnn import provenance
from xlrnn.atomic import write_atomically
from xlrnn.errors import UsageError
from xlrnn.reproduce.checks import Result
from xlrnn.reproduce.evidence import Setting

FOLDERS: Final = ("journal", "workbooks", "runs", "listing")
"""What a run makes in its folder, beside the reports."""
_RUN: Final = "journal/run.json"


class Journal:
    """What is done of a run.

    Args:
        setting: the run. Another seed, data, version or size is another run, which begins anew.
        force: write into a folder in which something else is, too.

    Attributes:
        goes_on: whether an earlier call began it.

    Raises:
        UsageError: if the folder is a file, or holds something that no run wrote.
    """

    def __init__(self, setting: Setting, *, force: bool = False) -> None:
        self._folder = setting.folder
        run = self._folder / _RUN
        identity = json.dumps(_identity(setting), indent=2)
        self.goes_on = run.is_file() and run.read_text() == identity
        if not self.goes_on:
            _refuse_what_is_not_ours(self._folder, run, force)
            for name in FOLDERS:
                shutil.rmtree(self._folder / name, ignore_errors=True)
            write_atomically(run, identity.encode())

    def kept(self, step: str) -> Result | None:
        """Return what a step came to, None if it is to be done; what failed is done again."""
        path = self._path(step)
        if not path.is_file():
            return None
        result: Result = json.loads(path.read_text())
        return None if result["reason"] else result

    def keep(self, step: str, result: Result) -> None:
        """Write down what a step came to."""
        write_atomically(self._path(step), json.dumps(result).encode())

    def _path(self, step: str) -> Path:
        return self._folder / file_of(step)


def file_of(step: str) -> str:
    """Return the file of a step, from the folder of the run: all of its numbers."""
    return f"journal/{step.replace(' ', '-')}.json"


def _refuse_what_is_not_ours(folder: Path, run: Path, force: bool) -> None:
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file: choose another folder with -o")
    if folder.is_dir() and any(folder.iterdir()) and not (run.is_file() or force):
        raise UsageError(
            f"{folder} holds something that xlrnn reproduce did not write: choose another folder "
            "with -o, or write into it with --force"
        )


def _identity(setting: Setting) -> dict[str, Any]:
    """Return what makes a run another one."""
    data = setting.data
    return {
        "schema": "xlrnn/reproduce/1",
        "version": xlrnn.__version__,
        "code": provenance.digest_of_package(),
        "seed": setting.seed,
        "quick": setting.quick,
        "data": None if data is None else [str(data.resolve()), data.stat().st_size],
    }
