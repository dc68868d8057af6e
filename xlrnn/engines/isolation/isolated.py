"""An engine in a process of its own, with a time limit and a memory limit.

For workbooks whose formulas we did not write: one ``=SUM(E1:XFD1048576)`` keeps an engine busy
for minutes, and a panic or a full memory would take this process along.
"""

import os
import sys
from pathlib import Path
from typing import Final

import xlrnn
from xlrnn.engines.base import Engine
from xlrnn.engines.isolation.far_end import clock_limit
from xlrnn.engines.isolation.process import Child
from xlrnn.engines.isolation.remote import RemoteSheets
from xlrnn.engines.registry import AUTO, get

# The clock's seconds in which an engine gets ready: a module may have to be compiled.
_START: Final = 60.0


class Isolated(Engine):
    """An engine of this process's kind, run elsewhere; each workbook gets its own process.

    Args:
        engine: its name.
        time_limit: seconds of processor time that each of load, set, calculate and read may take.
        memory: bytes that the process may use, or None. Windows knows no such limit; macOS
            accepts it and does not enforce it.

    Raises:
        UsageError: if there is no engine of this name.
    """

    embedded = False

    def __init__(
        self, engine: str = AUTO, *, time_limit: float = 60.0, memory: int | None = 2**31
    ) -> None:
        self._engine = get(engine)
        self._time_limit, self._memory = time_limit, memory
        # It stands for the engine in every report; which one is known only now.
        self.name = self._engine.name  # type: ignore[misc]
        self.recalculates = self._engine.recalculates  # type: ignore[misc]

    def version(self) -> str:
        """Return the version of the engine itself."""
        return self._engine.version()

    def load(self, path: Path) -> RemoteSheets:
        """Start a process and load a workbook there."""
        self.version()  # a missing engine is told from one that fails
        child = Child(
            self._command(),
            name=self.name,
            time_limit=self._time_limit,
            clock_limit=clock_limit(self._time_limit),
            start_limit=_START,
            environment=_environment(),
        )
        try:
            child.ask({"do": "wait"})
            return RemoteSheets(child, path.absolute(), private=True)
        except BaseException:
            child.close()
            raise

    def _command(self) -> list[str]:
        # -P: a json.py beside a submission must not be imported instead of Python's own.
        worker = [sys.executable, "-P", "-m", "xlrnn.engines.isolation.worker"]
        return [*worker, self.name, str(self._time_limit), str(self._memory or 0)]


def _environment() -> dict[str, str]:
    """Return this process's environment, in which the child finds the package where we did."""
    ours = str(Path(xlrnn.__file__).parents[1])
    paths = [ours, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
