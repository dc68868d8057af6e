"""A study as text."""

from xlrnn.report.columns import aligned
from xlrnn.tasks.study.result import Study, table


def as_text(study: Study) -> list[str]:
    """Return notes and table, line by line."""
    return [*study.notes, "", *aligned(table(study))]
