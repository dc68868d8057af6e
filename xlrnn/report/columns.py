"""Tables as lines whose columns stand below each other."""

from collections.abc import Sequence


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    r"""Return the lines of a table, the first column to the left, the others to the right.

    A heading may have several lines; the table begins with as many as the longest has.

    Example:
        >>> aligned([["a", "n"], ["bcd", "10"]])
        ['a     n', 'bcd  10']
        >>> aligned([["a", "how\nmany"], ["b", "10"]])
        ['    how', 'a  many', 'b    10']
    """
    if not rows:
        return []
    head = [heading.split("\n") for heading in rows[0]]
    deep = max(map(len, head))
    over = zip(*([""] * (deep - len(lines)) + lines for lines in head), strict=True)
    rows = [*over, *rows[1:]]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            cell.rjust(width) if k else cell.ljust(width)
            for k, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
