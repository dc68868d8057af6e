"""What `evaluate` answers: how good a model is, by name, for people and for programs."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Final

from xlrnn.counted import counted
from xlrnn.tables import Table, Tabular
from xlrnn.tasks.classification import Classification

SCHEMA: Final = "xlrnn/evaluate/1"


@dataclass(frozen=True)
class Evaluation(Tabular):
    """How good a model is.

    Args:
        task: what it was trained for.
        model: its kind.
        data: the file it was judged by, "" for the task's own data.
        part: which part of the data: `held out` or `all`.
        count: how many predictions were judged.
        unit: what one prediction is about: a token, a text.
        values: loss, accuracy and the like, by name.
        classes: the rest, where there are classes to tell apart.
        notes: what a person should know of the data: what was skipped, how they were read.
    """

    task: str
    model: str
    data: str
    part: str
    count: int
    unit: str
    values: dict[str, float]
    classes: Classification | None = None
    notes: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON can hold it; the schema's number grows when a name changes."""
        found = {"schema": SCHEMA, **asdict(self)}
        del found["values"], found["classes"]
        rest = {} if self.classes is None else self.classes.to_json()
        return {**found, **self.values, **rest}

    def tables(self) -> Iterator[Table]:
        """Yield what was measured, then how well classes are told apart."""
        title = f"{self.task} {self.model}: {counted(self.count, self.unit)} ({self.part})"
        yield Table([*self.values], [[*self.values.values()]], title)
        if self.classes is not None:
            yield from self.classes.tables()
