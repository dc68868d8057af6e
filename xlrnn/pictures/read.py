"""`read_captioned`: pictures from a folder, with the captions that a table gives them."""

from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xlrnn.counted import counted
from xlrnn.errors import InputError
from xlrnn.pictures.captioned import Captioned
from xlrnn.pictures.files import inside, places_of, read_picture
from xlrnn.pictures.table import Row, read_rows, table_of, without_number
from xlrnn.text.labelled import Tally

Array = NDArray[Any]
MOST_MISSING: Final = 0.1
"""Where a larger share of the captions has no picture, the folder is the wrong one."""
MOST_NUMBERS: Final = 500_000_000


def read_captioned(
    data: str | Path,
    *,
    file: str | None = None,
    caption: str | None = None,
    encoding: str | None = None,
    limit: int | None = None,
    size: int | None = None,
) -> Captioned:
    """Read pictures and their captions.

    Args:
        data: a folder with pictures and one table, or that table; the files that it names are
            looked for beside it, and in the folders there.
        file: the column of the pictures' files, by name or by number from 0.
        caption: the column of the captions.
        encoding: of the table; by default recognised.
        limit: at most so many captions: the first.
        size: rows, and columns, that all pictures are scaled to; without it they must be alike.

    Raises:
        UnreadableError: if a file cannot be read, or is no picture.
        InputError: if columns or pictures are missing, or pictures differ in size.
        UsageError: if Pillow is not installed.
    """
    table, tally = table_of(Path(data)), Tally()
    rows = read_rows(table, file, caption, encoding, tally)[:limit]
    found = _with_pictures(table, rows, tally)
    if not found:
        raise InputError(f"{table}: no row has a picture and a caption: {tally.skipped()}")
    skipped = tally.skipped()
    pictures = _pictures(list(found), size, sum(map(len, found.values())))
    captions = [tuple(dict.fromkeys(texts)) for texts in found.values()]
    names = [str(path.relative_to(table.parent)) for path in found]
    return Captioned(pictures, captions, names, (str(skipped),) if skipped else ())


def _with_pictures(table: Path, rows: list[Row], tally: Tally) -> dict[Path, list[str]]:
    """Return the captions of each picture there is.

    Raises:
        InputError: if too many are missing.
    """
    where, wanted = places_of(table.parent), dict.fromkeys(row.name for row in rows)
    places = {name: inside(where, name) or inside(where, without_number(name)) for name in wanted}
    missing = [row for row in rows if places[row.name] is None]
    if len(missing) > MOST_MISSING * len(rows):
        raise InputError(
            f"{table} names {counted(len(missing), 'picture that is', 'pictures that are')} not "
            f"there, the first {missing[0].name!r} in line {missing[0].line}: expected files in "
            f"{table.parent}, or in a folder there"
        )
    for row in missing:
        tally.skip(f"whose picture is not there (as {missing[0].name})", row.line)
    found: dict[Path, list[str]] = {}
    for row in rows:
        if (path := places[row.name]) is not None:
            found.setdefault(path, []).append(row.caption)
    return found


def _pictures(paths: list[Path], size: int | None, captions: int) -> Array:
    """Return all pictures as one array.

    Raises:
        InputError: if they differ in size, or there is too much of them.
    """
    first = read_picture(paths[0], size)
    if first.size * captions > MOST_NUMBERS:
        raise InputError(
            f"{counted(captions, 'caption')} with pictures of {first.shape[0]} × "
            f"{first.shape[1]} places are more than fits into memory: say a smaller size "
            "(--size), or fewer captions (--rows)"
        )
    found = np.empty((len(paths), *first.shape), np.uint8)
    for k, path in enumerate(paths):
        picture = read_picture(path, size)
        if picture.shape != first.shape:
            raise InputError(
                f"{path} has {_sides(picture)} places, {paths[0]} {_sides(first)}: expected "
                "pictures of one size; say one that all are scaled to, as in --size 64"
            )
        found[k] = picture
    return as_numbers(found)


def as_numbers(colours: Array) -> Array:
    """Return colours from 0 to 255 as a network is given them: from 0 to 1."""
    return colours.astype(np.float32) / np.float32(255)


def _sides(picture: Array) -> str:
    return f"{picture.shape[0]} × {picture.shape[1]}"
