"""How far a run is: a bar on a terminal, a line for each step anywhere else."""

from types import TracebackType
from typing import Any, Self

from xlrnn.clean import clean


class Shown:
    """Shows lines, and what is being done below them while it lasts."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        self._console = Console(highlight=False, soft_wrap=True, stderr=True)
        columns: list[Any] = [TextColumn("{task.description}"), BarColumn(bar_width=30)]
        self._bar = Progress(
            *columns, MofNCompleteColumn(), console=self._console, transient=True,
            disable=not self._console.is_terminal,
        )  # fmt: skip
        self._tasks: dict[str, Any] = {}

    def tell(self, line: str) -> None:
        """Show a line."""
        self._console.print(clean(line), markup=False)

    def progress(self, doing: str, done: int, of: int) -> None:
        """Show how many steps of something are done; it goes when all are."""
        if doing not in self._tasks:
            self._tasks[doing] = self._bar.add_task(clean(doing), total=of)
        self._bar.update(self._tasks[doing], completed=done, total=of)
        if done >= of:
            self._bar.remove_task(self._tasks.pop(doing))

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.stop()
