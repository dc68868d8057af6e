"""What a study found: every training's result, and a row for each model."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from math import isnan, nan
from typing import Any

from xlrnn.provenance import written_by
from xlrnn.tables import Table, Tabular
from xlrnn.tasks.study.interval import Interval, interval

PEER = "naive Bayes"


@dataclass(frozen=True)
class Trained:
    """One training and what it came to on the rows held out.

    Args:
        model: its kind.
        seed: of split, weights and order.
        accuracy: the share that is right.
        f1: the mean of the classes' F1.
        loss: the mean cross-entropy.
        calibration_error: the expected calibration error.
        train_accuracy: the share that is right of what was learned from, in the last epoch.
        validation_accuracy: of the best epoch, by the rows that it was chosen by: what may guide
            the choice of settings; nan where no rows were kept back for that.
        epochs: how many there were.
        seconds: what the training took.
    """

    model: str
    seed: int
    accuracy: float
    f1: float
    loss: float
    calibration_error: float
    train_accuracy: float
    validation_accuracy: float
    epochs: int
    seconds: float


@dataclass(frozen=True)
class ModelRow:
    """One model over all seeds.

    Args:
        model: its kind.
        seeds: how many trainings.
        accuracy: its mean and interval.
        lead: how far it is ahead of naive Bayes on the same rows, seed by seed.
        train_accuracy: on what was learned from.
        f1: the mean of the classes' F1.
        loss: the cross-entropy.
        calibration_error: the expected calibration error.
        seconds: a training's time.
    """

    model: str
    seeds: int
    accuracy: Interval
    lead: Interval
    train_accuracy: float
    f1: float
    loss: float
    calibration_error: float
    seconds: float


@dataclass(frozen=True)
class Study(Tabular):
    """What a study found.

    Args:
        data: the file, "" for generated data.
        notes: what a person should know of the data.
        trained: every training, in the order in which they were made.
    """

    data: str
    notes: tuple[str, ...]
    trained: tuple[Trained, ...]

    def of(self, model: str) -> list[Trained]:
        """Return a model's trainings."""
        return [each for each in self.trained if each.model == model]

    def rows(self) -> list[ModelRow]:
        """Return a row for each model."""
        models = list(dict.fromkeys(each.model for each in self.trained))
        return [self._row(model) for model in models]

    def tables(self) -> Iterator[Table]:
        """Yield a row for each model."""
        head, *rows = table(self)
        yield Table(head, rows)

    def _row(self, model: str) -> ModelRow:
        own = self.of(model)
        peer = {each.seed: each.accuracy for each in self.of(PEER)}
        leads = [each.accuracy - peer[each.seed] for each in own if each.seed in peer]

        def mean(name: str) -> float:
            return float(sum(getattr(each, name) for each in own) / len(own))

        return ModelRow(
            model,
            len(own),
            interval([each.accuracy for each in own]),
            interval(leads or [float("nan")]),
            mean("train_accuracy"),
            mean("f1"),
            mean("loss"),
            mean("calibration_error"),
            mean("seconds"),
        )


def trained_csv(trained: Sequence[Trained]) -> str:
    """Return every training as csv."""
    return _csv([[field.name for field in fields(Trained)], *(asdict(t).values() for t in trained)])


def read_trained(text: str) -> list[Trained]:
    """Return the trainings that `trained_csv` wrote.

    Raises:
        ValueError, KeyError, TypeError: if they are damaged.
    """
    found = []
    for row in csv.DictReader(io.StringIO(text)):
        values: dict[str, Any] = {
            field.name: row[field.name] if field.type in (str, "str") else _number(row[field.name])
            for field in fields(Trained)
        }
        whole = {name: int(values[name]) for name in ("seed", "epochs")}
        found.append(Trained(**{**values, **whole}))
    return found


def _number(cell: str) -> float:
    return float(cell) if cell else nan


def summary_csv(study: Study) -> str:
    """Return a row for each model as csv."""
    return _csv(_summary(study))


def _summary(study: Study) -> Iterator[list[object]]:
    yield ["model", "seeds", "accuracy", "accuracy_low", "accuracy_high", "lead", "lead_low",
           "lead_high", "train_accuracy", "f1", "loss", "calibration_error",
           "seconds"]  # fmt: skip
    for row in study.rows():
        sure = [(each.mean, each.low, each.high) for each in (row.accuracy, row.lead)]
        yield [row.model, row.seeds, *sure[0], *sure[1], row.train_accuracy, row.f1, row.loss,
               row.calibration_error, row.seconds]  # fmt: skip


def _csv(rows: Iterable[Iterable[object]]) -> str:
    out = io.StringIO()
    cells = ([_cell(value) for value in row] for row in rows)
    csv.writer(out, lineterminator="\n").writerows(cells)
    return out.getvalue()


def _cell(value: object) -> object:
    """Return what stands in the csv: nothing where there is no number."""
    return "" if isinstance(value, float) and isnan(value) else value


def table(study: Study) -> list[list[str]]:
    """Return the table as texts, its head first."""
    rows = [["model", "seeds", "accuracy", "ahead of naive Bayes", "on the rows learned from",
             "F1", "loss", "s"]]  # fmt: skip
    for row in study.rows():
        lead = "" if row.model == PEER else _signed(row.lead)
        rows.append([row.model, str(row.seeds), str(row.accuracy), lead,
                     f"{row.train_accuracy:.4f}", f"{row.f1:.4f}", f"{row.loss:.4f}",
                     f"{row.seconds:.1f}"])  # fmt: skip
    return rows


def markdown(study: Study) -> str:
    """Return notes and table as Markdown."""
    head, *rows = [f"| {' | '.join(row)} |" for row in table(study)]
    rule = "| --- |" + " ---: |" * (len(table(study)[0]) - 1)
    notes = [f"- {note}" for note in study.notes]
    return "\n".join([*notes, "", head, rule, *rows, "", f"Written by {written_by()}."]) + "\n"


def _signed(lead: Interval) -> str:
    """Return a difference with its sign.

    Example:
        >>> _signed(Interval(0.01, 0.002))
        '+0.0100 ± 0.0020'
    """
    return f"+{lead}" if lead.mean >= 0 else str(lead)
