"""How a batch is graded: what can be asked for, and what makes no sense."""

from dataclasses import dataclass
from pathlib import Path

from xlrnn.arguments import check_count, check_known, check_number
from xlrnn.errors import UsageError
from xlrnn.exercises.grade.foreign import FOREIGN, WITHHOLD
from xlrnn.report.grades.formats import FORMATS


@dataclass(frozen=True)
class GradingOptions:
    """How a batch is graded; see `xlrnn.api.grade`.

    Raises:
        UsageError: if that makes no sense.
    """

    rubric: Path | None = None
    jobs: int = 1
    formats: tuple[str, ...] = ()
    folder: Path | None = None
    canvas: Path | None = None
    moodle: Path | None = None
    columns: tuple[str, ...] = ()
    metadata: Path | None = None
    foreign: str = WITHHOLD
    time_limit: float = 60.0
    memory: int | None = 2**31
    engine: str = "auto"
    unconfined: bool = False
    force: bool = False

    def __post_init__(self) -> None:
        check_count("jobs", self.jobs)
        check_known("format", self.formats, FORMATS)
        check_number("time_limit", self.time_limit, 1)
        check_count("memory", self.memory, 0)
        check_known("foreign", [self.foreign], FOREIGN)
        if {"json", "gradescope"} <= {*self.formats}:
            raise UsageError(
                "json and gradescope both write results.json: ask for one of them, or for each "
                "with a folder of its own, -o"
            )
        written = {"formats": self.formats, "canvas": self.canvas, "moodle": self.moodle}
        asked = [name for name, value in written.items() if value]
        if asked and self.folder is None:
            raise UsageError(f"{' and '.join(asked)} without a folder: say where the results go")
        if self.columns and not (self.canvas or self.moodle):
            raise UsageError("columns without an export: name the one to fill, canvas or moodle")
