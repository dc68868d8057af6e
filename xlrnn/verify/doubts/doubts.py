"""Why what a reader of a workbook sees may not be what is verified.

Verification follows defined names, and whoever reads a workbook looks at its pages. Where the two
part ways, right numbers prove nothing: a page of typed numbers may stand where the lesson's own
page stood, which is hidden now; and names or signs that programs take differently are calculated
by one of them in a way that another does not share.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from xlrnn.formula.cell import Cell
from xlrnn.names import Role
from xlrnn.verify.doubts.doubtful_names import doubtful_names
from xlrnn.verify.doubts.hidden_lines import hidden_lines
from xlrnn.verify.doubts.odd_signs import odd_signs
from xlrnn.verify.subject.inputs import GIVEN
from xlrnn.verify.subject.locate import Located
from xlrnn.verify.subject.subject import Subject
from xlrnn.xlsx.manifest import SHEET
from xlrnn.xlsx.reading.contents import read_contents
from xlrnn.xlsx.reading.package import Package
from xlrnn.xlsx.reading.read import Workbook

# A page that holds values where so large a part of a hidden page's cells stood looks like it.
_ALIKE: Final = 0.5
_SHOWN: Final = (*GIVEN, Role.CALCULATION, Role.STATE, Role.OUTPUT)


def doubts(package: Package, file: Workbook, subject: Subject) -> list[str]:
    """Say what makes the numbers of a lesson's workbook doubtful, whatever its cells show.

    Args:
        package: the file.
        file: what it holds.
        subject: what must be in it.
    """
    found = [b for b in subject.blocks if b.place is not None]
    return [
        *doubtful_names(package, file, subject),
        *_decoys(file, found),
        *_hidden_parts(package, file, found),
        *odd_signs(file),
    ]


def notes(file: Workbook, subject: Subject) -> list[str]:
    """Say what a reader should know of a lesson's workbook: which pages are hidden."""
    pages = dict.fromkeys(
        b.place.sheet for b in subject.blocks if b.place is not None and b.block.role in _SHOWN
    )
    hidden = [page for page in pages if file.sheets[page].state != "visible"]
    return [f"page {page} is hidden; its cells were verified all the same" for page in hidden]


def _decoys(file: Workbook, found: Sequence[Located]) -> Iterator[str]:
    """Yield pages that are taken for those of the lesson and are not."""
    used = {b.place.sheet for b in found if b.place is not None}
    others = [name for name in file.sheets if name not in used and name != SHEET]
    for name in others:
        pages = [b for b in found if b.block.page.casefold() == name.casefold()]
        if pages:
            where = ", ".join(dict.fromkeys(b.place.sheet for b in pages if b.place is not None))
            yield (
                f"page {name} is not the lesson's page of that name, whose blocks stand on "
                f"{where}: what {name} shows was not verified"
            )
        elif file.sheets[name].state == "visible":
            yield from _looks_like_a_hidden_page(name, file, found)
    yield from _torn_out(file, found)


def _looks_like_a_hidden_page(name: str, file: Workbook, found: Sequence[Located]) -> Iterator[str]:
    sheet = file.sheets[name]
    # Words may stand anywhere, as in a glossary.
    filled = {cell for cell, value in sheet.values.items() if not isinstance(value, str)}
    filled |= sheet.formulas.keys()
    for page in dict.fromkeys(b.place.sheet for b in found if b.place is not None):
        if file.sheets[page].state == "visible":
            continue
        cells = {
            (row, column)
            for b in found
            if b.place is not None and b.place.sheet == page and b.block.role in _SHOWN
            for row in b.place.rows
            for column in b.place.columns
        }
        if cells and len(cells & filled) >= _ALIKE * len(cells):
            yield (
                f"page {name} looks like page {page}, which is hidden: what {name} shows was not "
                "verified"
            )


def _torn_out(file: Workbook, found: Sequence[Located]) -> Iterator[str]:
    """Yield blocks whose names stand for cells out of sight, while others stand in their place."""
    homes: dict[str, set[str]] = {}
    taken: dict[str, set[tuple[int, int]]] = {}
    for b in found:
        if b.place is not None:
            homes.setdefault(b.block.page, set()).add(b.place.sheet)
            cells = taken.setdefault(b.place.sheet, set())
            cells.update((row, column) for row in b.place.rows for column in b.place.columns)
    for b in found:
        place, home = b.place, b.home
        if place is None or home is None or b.block.role not in _SHOWN or place == home:
            continue
        for sheet in sorted(homes[b.block.page] | ({home.sheet} & file.sheets.keys())):
            old = {(row, column) for row in home.rows for column in home.columns}
            held = file.sheets[sheet]
            typed = {
                cell for cell in old - taken.get(sheet, set())
                if isinstance(held.values.get(cell), float) or cell in held.formulas
            }  # fmt: skip
            if sheet == place.sheet and not _out_of_order(b, found):
                continue
            if len(typed) > _ALIKE * len(old):
                yield (
                    f"block {b.block.name} stands at {place.sheet}!{place.area}, and other values "
                    f"in its place, {sheet}!{home.area}: those were not verified"
                )


def _out_of_order(moved: Located, found: Sequence[Located]) -> bool:
    """Tell whether a block has passed others of its page, as no inserted row or column does."""
    place, home = moved.place, moved.home
    assert place is not None and home is not None
    return any(
        (home.rows[0] < b.home.rows[0]) != (place.rows[0] < b.place.rows[0])
        or (home.columns[0] < b.home.columns[0]) != (place.columns[0] < b.place.columns[0])
        for b in found
        if b.place is not None and b.home is not None and b.place.sheet == place.sheet
    )


def _hidden_parts(package: Package, file: Workbook, found: Sequence[Located]) -> Iterator[str]:
    """Yield blocks of which rows or columns are hidden."""
    for entry in read_contents(package).sheets:
        if not entry.part or entry.name not in file.sheets:
            continue
        rows, columns = hidden_lines(package, entry.part)
        if not rows and not columns:
            continue
        for b in found:
            place = b.place
            if place is None or place.sheet != entry.name or b.block.role not in _SHOWN:
                continue
            lines = [f"row {row}" for row in place.rows if row in rows]
            lines += [f"column {Cell(1, c)}"[:-1] for c in place.columns if c in columns]
            if lines:
                more = f" and {len(lines) - 3} more" if len(lines) > 3 else ""
                yield (
                    f"block {b.block.name} at {place.sheet}!{place.area} is partly hidden: "
                    f"{', '.join(lines[:3])}{more}"
                )
