"""The far end of `Isolated`: ``python -m xlrnn.engines.isolation.worker NAME SECONDS BYTES``.

Runs an engine behind the protocol of `isolation.process`, within the limits of `far_end`.
"""

import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from xlrnn.engines.base import Engine, Sheets
from xlrnn.engines.isolation import wire
from xlrnn.engines.isolation.far_end import closed_in, serve
from xlrnn.engines.registry import get
from xlrnn.errors import EngineError, EngineMissingError


class Worker:
    """An engine and the workbooks that it has loaded, by number."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._books: dict[int, Sheets] = {}

    def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        """Do what a request says.

        Returns:
            The result, or why there is none; failures are answers, too.
        """
        try:
            return {"ok": getattr(self, "_" + request.pop("do"))(**request)}
        except EngineMissingError as error:
            return {"failed": str(error), "fatal": True}
        except EngineError as error:
            return {"failed": str(error)}
        except MemoryError:
            return {"failed": "out of memory", "fatal": True}

    def _wait(self) -> None:
        """Answer, since this process has started."""

    def _load(self, path: str) -> int:
        number = len(self._books)
        self._books[number] = self._engine.load(Path(path))
        return number

    def _set(self, book: int, sheet: str, row: int, column: int, value: float | str) -> None:
        self._books[book].set(sheet, row, column, value)

    def _fill(
        self, book: int, sheet: str, row: int, column: int, rows: list[list[float | str]]
    ) -> None:
        self._books[book].fill(sheet, row, column, rows)

    def _calculate(self, book: int) -> None:
        self._books[book].calculate()

    def _read(
        self, book: int, sheet: str, row: int, column: int, height: int, width: int
    ) -> list[list[Any]]:
        return wire.encode(self._books[book].read(sheet, row, column, height, width))

    def _close(self, book: int) -> None:
        self._books[book].close()


def main(name: str, seconds: str, size: str) -> None:
    """Run the worker on standard input and output.

    Args:
        name: the engine's.
        seconds: the processor time that one request may take.
        size: bytes of memory; 0 for no limit.
    """
    answers = closed_in(int(size))
    with get(name) as engine:
        with suppress(EngineError):  # whoever asks for a workbook is told
            engine.start()
        serve(Worker(engine).answer, answers, float(seconds))


if __name__ == "__main__":
    main(*sys.argv[1:])
