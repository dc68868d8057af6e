"""The one interface behind which every calculation engine stands."""

from abc import ABC, abstractmethod
from pathlib import Path
from types import TracebackType
from typing import ClassVar, Self

from xlrnn.formula.value import Value


class Sheets(ABC):
    """A workbook that an engine has loaded. Rows and columns count from 1.

    Every method raises `EngineError` if the engine fails, dies or runs out of time.
    """

    @abstractmethod
    def set(self, sheet: str, row: int, column: int, value: float | str) -> None:
        """Put a number or a text into a cell; results follow at the next `calculate`."""

    def fill(self, sheet: str, row: int, column: int, rows: list[list[float | str]]) -> None:
        """Put numbers and texts into a block of cells, row by row."""
        for r, values in enumerate(rows, row):
            for c, value in enumerate(values, column):
                self.set(sheet, r, c, value)

    @abstractmethod
    def calculate(self) -> None:
        """Recalculate every formula."""

    @abstractmethod
    def read(self, sheet: str, row: int, column: int, height: int, width: int) -> list[list[Value]]:
        """Return what a block of cells holds, row by row."""

    @abstractmethod
    def close(self) -> None:
        """Let go of the workbook; calling it twice does no harm."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class Engine(ABC):
    """A program that can calculate a workbook.

    Attributes:
        name: as users type it.
        good_for: what it is good for, as `xlrnn engines` shows it.
        recalculates: whether it calculates, and does not only read what is stored.
        embedded: whether it does so in this process; see `xlrnn.engines.guard`.
        reaches_out: whether formulas reach network and files through it.
        ignores: the settings of a workbook that it does not go by: `date1904`, `rounds`.
    """

    name: ClassVar[str]
    good_for: ClassVar[str] = ""
    recalculates: ClassVar[bool] = True
    embedded: ClassVar[bool] = True
    reaches_out: ClassVar[bool] = False
    ignores: ClassVar[frozenset[str]] = frozenset()

    @abstractmethod
    def version(self) -> str:
        """Return the engine's version.

        Raises:
            EngineMissingError: if it is not on this machine; the message says how to get it.
        """

    def start(self) -> None:
        """Get ready, so that no workbook's time is spent on it.

        Raises:
            EngineMissingError: as `version` does.
        """
        self.version()

    @abstractmethod
    def load(self, path: Path) -> Sheets:
        """Load a workbook; nothing is calculated yet."""

    def close(self) -> None:  # noqa: B027 - most engines keep nothing open
        """End whatever the engine keeps running between workbooks."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
