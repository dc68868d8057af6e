"""LibreOffice at work: it opens a workbook, edits it like a user, and saves it."""

import json
import os
import signal
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from xlrnn.engines.libreoffice import find_python, find_soffice

SCRIPT = Path(__file__).with_name("office_edit.py")


class Office:
    """One soffice for all edits.

    Args:
        folder: for its profile.
    """

    def __init__(self, folder: Path) -> None:
        soffice = find_soffice()
        self._process = subprocess.Popen(
            [find_python(soffice), "-I", SCRIPT, soffice, folder / "profile"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def edit(self, source: Path, target: Path, *edits: Sequence[Any]) -> Path:
        """Open a workbook, edit it, and save it elsewhere.

        Args:
            source: the workbook.
            target: where to save it.
            edits: verbs of `office_edit.Document` with their arguments.
        """
        self._ask(source, edits, save=target)
        return target

    def see(
        self, source: Path, cells: Sequence[tuple[str, int, int]], *edits: Sequence[Any]
    ) -> list[float | str]:
        """Open a workbook, edit it, and return what its cells then show.

        Args:
            source: the workbook.
            cells: sheet, row and column of each; none is looked at before the edits.
            edits: verbs of `office_edit.Document` with their arguments.
        """
        return self._ask(source, edits, see=cells)

    def _ask(
        self,
        source: Path,
        edits: Sequence[Sequence[Any]],
        save: Path | None = None,
        see: Sequence[tuple[str, int, int]] = (),
    ) -> list[float | str]:
        assert self._process.stdin is not None and self._process.stdout is not None
        target = str(save) if save else ""
        job = {"open": str(source), "save": target, "edits": edits, "see": see}
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(
            self._process.stdout.readline() or '{"failed": "soffice died"}'
        )
        assert "ok" in answer, answer
        seen: list[float | str] = answer["ok"]
        return seen

    def close(self) -> None:
        """End it and the soffice that it started."""
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
