"""A line whose quotes are wrong, read as it stands: the likeliest of several readings."""

import csv
from collections.abc import Callable, Iterator

Row = list[str]


def as_it_stands(
    line: str, delimiter: str, width: int, text: int, fits: Callable[[Row], bool]
) -> Row:
    r"""Return the fields of a line with wrong quotes, or nothing if no reading has enough of them.

    Args:
        line: the line.
        delimiter: what stands between the fields.
        width: how many fields there should be.
        text: the column of the texts, which may hold delimiters; -1 if it is not known.
        fits: tells whether a row looks like the others; such a reading comes first.

    Example:
        >>> as_it_stands('"he said "hi", then left",pos', ",", 2, 0, bool)
        ['he said "hi", then left', 'pos']
    """
    plain = line.rstrip("\r\n")
    right = [row for row in _readings(plain, delimiter, width, text) if len(row) == width]
    return next(filter(fits, right), right[0] if right else [])


def _readings(line: str, delimiter: str, width: int, text: int) -> Iterator[Row]:
    """Yield the ways to read a line, the likeliest first."""
    if '\\"' in line:
        yield from _escaped(line, delimiter)
    if line.startswith('"'):
        fields = line[1:].removesuffix('"').split(f'"{delimiter}"')
        yield [_single(field) for field in fields]
    yield _closed_before_delimiters(line, delimiter)
    fields = line.split(delimiter)
    yield [_bare(field) for field in fields]
    if text >= 0 and len(fields) > width:  # what is too much belongs to the text
        behind = len(fields) - (width - 1 - text)
        middle = _bare(delimiter.join(fields[text:behind]))
        yield [*map(_bare, fields[:text]), middle, *map(_bare, fields[behind:])]


def _escaped(line: str, delimiter: str) -> Iterator[Row]:
    r"""Yield the fields of a line in which a backslash stands before quotes, not a quote."""
    try:
        rows = csv.reader([line], delimiter=delimiter, escapechar="\\", doublequote=False,
                          strict=True)  # fmt: skip
        yield next(rows, [])
    except csv.Error:
        return


def _closed_before_delimiters(line: str, delimiter: str) -> Row:
    """Return the fields if only a quote before a delimiter or the end closes one."""
    fields, rest = [], line
    while True:
        end = rest.find(f'"{delimiter}', 1) if rest.startswith('"') else -1
        if end > 0:
            fields.append(_single(rest[1:end]))
            rest = rest[end + 2 :]
            continue
        if rest.startswith('"') and rest.endswith('"') and len(rest) > 1:
            return [*fields, _single(rest[1:-1])]
        field, more, rest = rest.partition(delimiter)
        fields.append(field)
        if not more:
            return fields


def _single(field: str) -> str:
    """Return a field with its quotes as they were meant."""
    return field.replace('""', '"').replace('\\"', '"')


def _bare(field: str) -> str:
    """Return a field without the quotes around it."""
    return field[1:-1] if len(field) > 1 and field[0] == field[-1] == '"' else field
