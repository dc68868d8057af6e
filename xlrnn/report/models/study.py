"""A study as text, as wide as a terminal is."""

from math import isfinite

from xlrnn.report.columns import aligned
from xlrnn.tasks.study.interval import Interval
from xlrnn.tasks.study.result import PEER, ModelRow, Study

_HEAD = ("model", "seeds", "accuracy", "ahead of\nnaive Bayes", "on rows\nlearned\nfrom", "F1",
         "loss", "s")  # fmt: skip


def as_text(study: Study) -> list[str]:
    """Return notes and table, line by line; three decimals say more than the intervals allow."""
    return [*study.notes, "", *aligned([_HEAD, *map(_line, study.rows())])]


def _line(row: ModelRow) -> tuple[str, ...]:
    lead = "" if row.model == PEER else _interval(row.lead, "+")
    shares = (f"{share:.3f}" for share in (row.train_accuracy, row.f1, row.loss))
    seconds = f"{row.seconds:.{row.seconds < 100:d}f}"
    return (row.model, str(row.seeds), _interval(row.accuracy), lead, *shares, seconds)


def _interval(found: Interval, sign: str = "") -> str:
    """Return a mean and half the width of its interval.

    Example:
        >>> _interval(Interval(0.862, 0.0123)), _interval(Interval(0.025, float("inf")), "+")
        ('0.862±0.012', '+0.025')
    """
    half = f"±{found.half:.3f}" if isfinite(found.half) else ""
    return f"{found.mean:{sign}.3f}{half}"
