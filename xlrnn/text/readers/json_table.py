"""JSON: an object a line, or an array of objects, or columns."""

import json
from collections.abc import Iterable, Iterator
from io import TextIOWrapper
from itertools import islice
from typing import Any

from xlrnn.errors import InputError, UnreadableError
from xlrnn.text.labelled import Tally
from xlrnn.text.readers.form import FileForm
from xlrnn.text.readers.tables import FIRST_ROWS, ROWS_AT_ONCE, Block, Row, TextTable, text_of

MOST_LETTERS = 1 << 28  # of JSON that is not a line a row, which has to be in memory as a whole
EXPECTED = (
    "expected an object with a text and a label a line, or an array of such objects, or an object "
    "with an array for each column"
)


class Objects(TextTable):
    """A table of objects, whose names are the columns.

    Args:
        objects: the line of each and, None for a line that is no object, the object.
        place: the file, for messages.
        notes: what a person should know.
    """

    named = True

    def __init__(
        self, objects: Iterable[tuple[int, Any]], place: str, notes: tuple[str, ...]
    ) -> None:
        self._objects, self.notes = iter(objects), notes
        begun = list(islice(self._objects, FIRST_ROWS))
        known = [one for _, one in begun if isinstance(one, dict)]
        self._names = list(dict.fromkeys(name for one in known for name in one))
        if not self._names:
            raise InputError(f"{place}: there is no object in it; {EXPECTED}")
        self._begun, self._lost = begun, list[int]()
        self.first = [self._names, *map(self._row, known)]

    def _row(self, one: dict[str, Any]) -> Row:
        return [text_of(one.get(name)) for name in self._names]

    def blocks(self, form: FileForm) -> Iterator[Block]:  # noqa: ARG002
        """Yield the objects as rows of fields, with a header before them."""
        yield [0], [self._names]
        block = self._begun
        while block:
            good = [(line, one) for line, one in block if isinstance(one, dict)]
            self._lost += [line for line, one in block if not isinstance(one, dict)]
            yield [line for line, _ in good], [self._row(one) for _, one in good]
            block = list(islice(self._objects, ROWS_AT_ONCE))

    def report(self, tally: Tally) -> None:
        """Count the lines that are no objects, too."""
        super().report(tally)
        for line in self._lost:
            tally.skip("that is no object of JSON", line)


def json_table(text: TextIOWrapper, place: str, said: str) -> Objects:
    """Return the table of a file of JSON.

    Args:
        text: the file's text.
        place: the file, for messages.
        said: what there is to say of its encoding.

    Raises:
        UnreadableError: if it is no JSON.
        InputError: if there are no rows in it.
    """
    notes = (said,) if said else ()
    first = text.readline(MOST_LETTERS)
    while first and first.isspace():
        first = text.readline(MOST_LETTERS)
    if isinstance(_parsed(first), dict):
        second = text.readline()
        if second.strip():
            lines = _lines(text, first, second)
            return Objects(lines, place, notes)
        return Objects(enumerate(_rows(_parsed(first), place), start=1), place, notes)
    whole = first + text.read(MOST_LETTERS)
    if len(whole) > MOST_LETTERS:
        raise InputError(f"{place} is too large for JSON that is no object a line: write it so")
    try:
        content = json.loads(whole)
    except (ValueError, RecursionError) as error:
        raise UnreadableError(f"{place} is no JSON: {error}; {EXPECTED}") from None
    return Objects(enumerate(_rows(content, place), start=1), place, notes)


def looks_like_json(head: str) -> bool:
    """Return whether a text begins as rows in JSON do.

    Example:
        >>> looks_like_json('{"text": "so"}'), looks_like_json("[1] a text,4")
        (True, False)
    """
    start = "".join(head.lstrip("\ufeff").split())[:3]
    return start.startswith(('{"', '[{"'))


def _lines(text: TextIOWrapper, *first: str) -> Iterator[tuple[int, Any]]:
    """Yield the object of each line that is not empty."""
    for line, one in enumerate(first, start=1):
        yield line, _parsed(one)
    for line, one in enumerate(text, start=len(first) + 1):
        if not one.isspace():
            yield line, _parsed(one)


def _parsed(text: str) -> Any:
    """Return what stands in a text, or None if it is no JSON."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _rows(content: Any, place: str) -> list[Any]:
    """Return the objects in a whole file.

    An object may hold the rows under one of its names, or columns: arrays, or what pandas
    writes, objects with the number of each row.
    """
    if isinstance(content, list):
        return content
    if isinstance(content, dict):
        columns = {name: _column(values) for name, values in content.items()}
        lists = {name: values for name, values in columns.items() if values is not None}
        for values in lists.values():
            if values and isinstance(values[0], dict):
                return values
        if len({len(values) for values in lists.values()}) == 1 and len(lists) > 1:
            each = zip(*lists.values(), strict=True)
            return [dict(zip(lists, values, strict=True)) for values in each]
        if "text" in content:
            return [content]
    raise InputError(f"{place}: there are no rows in it; {EXPECTED}")


def _column(values: Any) -> list[Any] | None:
    if isinstance(values, dict) and all(map(str.isdecimal, values)):
        return list(values.values())
    return values if isinstance(values, list) else None
