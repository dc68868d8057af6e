"""What a check is given, and the evidence that it brings."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

Number = int | float


def silent(doing: str, done: int, of: int) -> None:
    """Tell nobody of progress."""


@dataclass(frozen=True)
class Setting:
    """Under what conditions the article is reproduced.

    Args:
        folder: where workbooks and runs are; results of this run and of nothing else.
        seed: what all random numbers follow from: the same seed, the same numbers.
        quick: small sizes and few seeds, so that all checks together take less than a minute.
        data: the tweets of the article, if there are any.
        progress: is told what is being done, and how many of how many steps of it are.
    """

    folder: Path
    seed: int = 0
    quick: bool = False
    data: Path | None = None
    progress: Callable[[str, int, int], None] = silent


@dataclass(frozen=True)
class Table:
    """Numbers side by side."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | Number, ...], ...]


@dataclass(frozen=True)
class Line:
    """One line of a plot, with the interval over seeds where there is one."""

    name: str
    y: tuple[Number, ...]
    low: tuple[Number, ...] = ()
    high: tuple[Number, ...] = ()


@dataclass(frozen=True)
class Plot:
    """Lines over one axis."""

    title: str
    x_label: str
    y_label: str
    x: tuple[Number, ...]
    lines: tuple[Line, ...]
    logarithmic: bool = False


@dataclass(frozen=True)
class Link:
    """Where to see it: a cell of a workbook, or a file or folder, from the folder of the report."""

    words: str
    file: str
    cell: str = ""


@dataclass(frozen=True)
class Evidence:
    """What was found of one claim.

    Args:
        confirmed: whether the verdict that the ledger records is what was found.
        says: one or two sentences with the numbers, for a reader of the article.
        numbers: what another run with the same seed must give again.
    """

    confirmed: bool
    says: str
    numbers: Mapping[str, Number] = field(default_factory=dict)
    tables: tuple[Table, ...] = ()
    plots: tuple[Plot, ...] = ()
    links: tuple[Link, ...] = ()
