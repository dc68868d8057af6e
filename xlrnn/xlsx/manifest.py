"""The manifest: a hidden sheet that says what the workbook holds, as versioned JSON.

It names the lesson with its options, from which everything else follows, and lists the blocks
for readers that do not know the lesson.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from xlrnn.errors import UnreadableError
from xlrnn.formula.value import Value
from xlrnn.sheet.book import Book
from xlrnn.xlsx.reading.read import Workbook

SHEET = "xlrnn"
SCHEMA = "xlrnn/manifest/1"
# How our workbooks are signed: the program's name, and a version in the form that Excel reads.
SIGNATURE = ("xlrnn", "1.0000")
# Earlier ones were signed by XlsxWriter, which wrote them, as the Excel of 2007.
SIGNATURES_BEFORE = (("Microsoft Excel", "12.0000"),)
# A cell takes 32,767 characters.
LINE = 30_000
# Ours are a hundredth of this; more would only keep the reader of JSON busy.
MOST_CHARACTERS = 1_000_000

_ANY_VERSION = re.compile(r"xlrnn/manifest/[0-9]{1,9}")


@dataclass(frozen=True)
class Manifest:
    """What a workbook says about itself."""

    lesson: str
    options: Mapping[str, Any]


def lines_of(book: Book) -> list[str]:
    """Return the manifest of a book, cut into lines that fit into a cell."""
    text = json.dumps(
        {
            "schema": SCHEMA,
            "lesson": book.lesson,
            "options": book.options,
            "blocks": [
                {
                    "name": block.name,
                    "quantity": block.quantity,
                    "role": block.role.value,
                    "sheet": block.located().sheet,
                    "range": str(block.located().area),
                }
                for block in book.blocks
            ],
        },
        ensure_ascii=True,
    )
    return cut(text)


def parse(cells: Mapping[tuple[int, int], Value] | None) -> Manifest:
    """Read the manifest from the cells of its sheet.

    Args:
        cells: the values of the sheet called `xlrnn` by (row, column); None if there is none.

    Raises:
        UnreadableError: if it is absent, damaged, or newer than this program.
    """
    content = read_content(cells)
    schema, lesson, options = (content.get(key) for key in ("schema", "lesson", "options"))
    if schema != SCHEMA and isinstance(schema, str) and _ANY_VERSION.fullmatch(schema):
        raise UnreadableError(
            f"the manifest is of schema {schema!r}, this program knows {SCHEMA!r}: "
            "use a newer xlrnn"
        )
    if schema != SCHEMA or not isinstance(lesson, str) or not isinstance(options, dict):
        raise _damaged("it names no schema, lesson and options")
    return Manifest(lesson, options)


def read_content(cells: Mapping[tuple[int, int], Value] | None) -> dict[str, Any]:
    """Return the JSON object that the cells of the sheet called `xlrnn` hold.

    Raises:
        UnreadableError: if there is no such sheet, or something else on it.
    """
    if cells is None:
        raise UnreadableError(
            "no xlrnn manifest: xlrnn did not make this workbook, or the hidden sheet "
            f"{SHEET!r} was deleted. Say what its ranges hold with --map FILE"
        )
    return _content("".join(_lines(cells.items())))


def cells_of(file: Workbook) -> Mapping[tuple[int, int], Value] | None:
    """Return the cells of the sheet called `xlrnn`, None if there is none."""
    sheet = next((sheet for name, sheet in file.sheets.items() if name.casefold() == SHEET), None)
    return None if sheet is None else sheet.values


def cut(text: str) -> list[str]:
    """Cut a text into lines that fit into a cell."""
    return [text[start : start + LINE] for start in range(0, len(text), LINE)]


def _content(text: str) -> dict[str, Any]:
    """Return the JSON object in a text that anybody may have written."""
    if len(text) > MOST_CHARACTERS:
        raise _damaged(f"it has {len(text)} characters, more than {MOST_CHARACTERS}")
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        raise _damaged("it is no JSON") from None
    if not isinstance(content, dict):
        raise _damaged("it is no JSON object")
    return content


def _damaged(why: str) -> UnreadableError:
    return UnreadableError(
        f"the manifest on the hidden sheet {SHEET!r} is damaged: {why}. "
        "Build the workbook again with xlrnn build"
    )


def stored_by_xlrnn(file: Workbook) -> bool:
    """Tell whether the stored results of a workbook are still those that xlrnn wrote.

    Every program that saves the workbook afterwards signs with its own name and version.
    """
    has_manifest = any(name.casefold() == SHEET for name in file.sheets)
    signature = (file.application, file.app_version)
    return has_manifest and signature in (SIGNATURE, *SIGNATURES_BEFORE)


def _lines(cells: Iterable[tuple[tuple[int, int], Value]]) -> list[str]:
    return [
        str(value) for (_, column), value in sorted(cells, key=lambda item: item[0]) if column == 1
    ]
