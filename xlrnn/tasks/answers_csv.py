"""What a model writes for everything in a file, as a csv."""

import csv
import io
from collections.abc import Iterable

from xlrnn.errors import UsageError


def answers_csv(
    header: tuple[str, str], rows: Iterable[tuple[str, str]], *, probabilities: bool = False
) -> str:
    """Return a row for each: what tells it apart, and the answer.

    Args:
        header: what both are called.
        rows: both of each.
        probabilities: whether those of classes were asked for.

    Raises:
        UsageError: if they were: there are none.

    Example:
        >>> answers_csv(("text", "translation"), [("so, so", "comme ci")]).splitlines()
        ['text,translation', '"so, so",comme ci']
    """
    if probabilities:
        raise UsageError(f"a {header[1]} has no probabilities of classes: leave them out")
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()
