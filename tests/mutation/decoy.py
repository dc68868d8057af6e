"""A page that is taken for the real one, which is hidden behind it."""

import re

from tests.mutation.package import Parts

BEHIND = "behind"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_PART = "xl/worksheets/decoy.xml"
_BOOK, _LINKS, _TYPES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"


def with_state(parts: Parts, sheet: str, state: str) -> str:
    """Return the workbook's list of sheets, in which one is hidden."""
    pattern = rf'(<sheet name="{re.escape(sheet)}"[^>]*?)( state="\w+")?( r:id)'
    found, times = re.subn(pattern, rf'\1 state="{state}"\3', parts.text(_BOOK))
    assert times == 1
    return found


def decoy(parts: Parts, sheet: str) -> dict[str, str]:
    """Rename and hide a page, and let one of its name show the numbers that it shows, typed.

    Returns:
        The parts of the file that change, and the new page.
    """
    read, behind = (f"{sheet}!", f"'{sheet}'!"), f"{BEHIND}!"
    formulas = {part: parts.text(part) for part in parts.sheet_parts.values()}
    book = with_state(parts, sheet, "hidden").replace(f'name="{sheet}"', f'name="{BEHIND}"')
    for old in read:
        formulas = {part: text.replace(old, behind) for part, text in formulas.items()}
        book = book.replace(f">{old}", f">{behind}")
    number = len(parts.sheet_parts) + 90
    new = f'<sheet name="{sheet}" sheetId="{number}" r:id="rIdDecoy"/></sheets>'
    link = f'<Relationship Id="rIdDecoy" Type="{_KIND}" Target="worksheets/decoy.xml"/>'
    override = f'<Override PartName="/{_PART}" ContentType="{_TYPE}"/></Types>'
    return {
        **formulas,
        _PART: _typed(parts.text(parts.sheet_parts[sheet])),
        _BOOK: book.replace("</sheets>", new),
        _LINKS: parts.text(_LINKS).replace("</Relationships>", f"{link}</Relationships>"),
        _TYPES: parts.text(_TYPES).replace("</Types>", override),
    }


def _typed(page: str) -> str:
    """Return a page without formulas, and without what other parts belong to."""
    for gone in (
        r"<f[^>]*>.*?</f>",
        r"<(drawing|legacyDrawing|tableParts|hyperlinks)[^>]*/>",
        r"<(hyperlinks|extLst)>.*?</\1>",
    ):
        page = re.sub(gone, "", page, flags=re.DOTALL)
    return page
