"""The cells of a sheet, found in its XML by one regular expression: ten times a parser's speed.

The expression knows one plain form, which all usual programs write. It accounts for every tag:
one that it does not know makes the sheet "not plain", and then a real XML parser rewrites the
sheet in the plain form (`plain_form`). So there is one scanner, and no way to hide a cell from it.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final, TypeAlias, TypeVar
from xml.etree import ElementTree
from xml.parsers import expat

from xlrnn.errors import AddressError
from xlrnn.xlsx.reading.package import Package
from xlrnn.xlsx.reading.plain_form import MAIN_NAMESPACES, NotPlainError, PlainSheet, rewritten
from xlrnn.xlsx.reading.xml import RefusedError, local_name, parse_xml

T = TypeVar("T")

# A cell's letters, digits, attributes, formula's attributes, formula, "<v", value, inline string;
# or the row of a row's start; or the "<" of an unknown tag. What is absent is "".
Token: TypeAlias = tuple[str, str, str, str, str, str, str, str, str, str]

_TOKEN: Final = re.compile(
    r"""<c\ r="([A-Z]++)([1-9][0-9]*+)"([^<>]*+)>
        (?:(?<=/>)|\s*+
            (?:<f([^<>]*+)>(?:(?<=/>)|([^<]*+)</f>)\s*+)?+
            (?:(<v)(?:\ xml:space="preserve")?+\s*+(?:/>|>([^<]*+)</v>)\s*+)?+
            (?:<is>((?:[^<]++|<(?!/is>|/?c[\s/>]|[!?]))*+)</is>\s*+)?+
        </c>)
      |<row\ r="([1-9][0-9]*+)"(?:\s++(?!xmlns)[A-Za-z0-9:]++="[^"<>&]*+")*+\s*+/?>
      |</row>
      |(<)""",
    re.VERBOSE,
)
_ATTRIBUTE: Final = re.compile(r'\s+([A-Za-z][A-Za-z0-9]*)="([^"<>&]*)"')
_ALL_ATTRIBUTES: Final = re.compile(rf'(?:{_ATTRIBUTE.pattern}|\sxml:space="preserve")*\s*/?')
_SHEET_DATA: Final = re.compile(r"<sheetData\s*(/?)>")
_ENCODING: Final = re.compile(r"""<\?xml[^>]*?\sencoding=["']([^"']*)["']""")
_MARKS: Final = ("&", "_xl", "_XL", "<f>=")
# Text without anything that XML writes otherwise, or forbids.
_PLAIN_TEXT: Final = re.compile(
    r'<t(?: xml:space="preserve")?>([^<>&\x00-\x08\x0b-\x1f\ufffe\uffff]*)</t>'
)
_SMALL: Final = 2**20
_BATCH: Final = 50_000  # characters; more is slower, as it leaves the processor's cache
_LONGEST_ROW: Final = 8 * 2**20  # 16,384 cells of 500 signs
_SHORT: Final = 1000
_MOST_AROUND: Final = 1_000_000  # signs < around the cells
TOO_MANY_CELLS: Final = "the workbook holds more cells than we read"


def scan_sheet(package: Package, part: str, work: Callable[[PlainSheet], T]) -> T:
    """Do something with a sheet in its plain form, rewriting it first only if it has to be.

    `work` raises `NotPlainError` as soon as it meets an unknown tag, and is then called again.

    Raises:
        UnreadableError: if the sheet is no well-formed XML or has impossible addresses.
    """
    try:
        try:
            return work(_once(package, part, "plain", take_plain))
        except NotPlainError:
            return work(_once(package, part, "in plain form", rewritten))
    except (NotPlainError, AddressError, expat.ExpatError, ValueError, LookupError) as error:
        package.refuse(f"has a damaged sheet, {part} ({error})")
    except RefusedError as error:
        package.refuse(f"is refused because of its sheet {part}: {error}")


def _once(
    package: Package, part: str, form: str, take: Callable[[bytes], PlainSheet]
) -> PlainSheet:
    """Return a sheet in a form; a small one is kept, as it is read and copied in one go."""
    raw = package.part(part)
    if len(raw) > _SMALL:
        return take(raw)
    return package.once(f"{part} {form}", lambda: take(raw))


def batches(sheet: PlainSheet, most: int) -> Iterator[tuple[list[Token], bool]]:
    """Yield the tokens of a plain sheet, some whole rows at a time.

    With each batch comes whether its formulas may differ from what a program shows.

    Raises:
        RefusedError: if there are more than `most` cells.
    """
    text, start, cells = sheet.text, sheet.start, 0
    while start < sheet.end:
        end = text.find("</row>", start + _BATCH, sheet.end)
        end = sheet.end if end < 0 else end + len("</row>")
        if end - start > _LONGEST_ROW:
            raise RefusedError(f"a row of it has more than {_LONGEST_ROW} signs")
        found: list[Token] = _TOKEN.findall(text, start, end)
        cells += sum([1 for token in found if token[1]])
        if cells > most:
            raise RefusedError(TOO_MANY_CELLS)
        yield found, any(text.find(mark, start, end) >= 0 for mark in _MARKS)
        start = end


@lru_cache(maxsize=4096)
def plain_attributes(text: str) -> dict[str, str]:
    """Return the attributes in a tag of the plain form; do not change the result.

    Example:
        >>> plain_attributes(' s="3" t="str"')
        {'s': '3', 't': 'str'}
    """
    if not _ALL_ATTRIBUTES.fullmatch(text) or "xmlns" in text:
        raise NotPlainError(f"unusual attributes {text}")
    return dict(_ATTRIBUTE.findall(text))


@lru_cache(maxsize=4096)
def cell_type(attributes: str) -> str:
    """Return a cell's type, given its attributes: "n" unless they say otherwise."""
    return plain_attributes(attributes).get("t", "n")


def take_plain(raw: bytes) -> PlainSheet:
    """Cut out the sheet data if what stands around it is as usual."""
    text = _decode(raw)
    opening = _SHEET_DATA.search(text)
    if not opening:
        raise NotPlainError("there is no plain sheetData")
    end = opening.end() if opening[1] else text.rfind("</sheetData>")
    after = end if opening[1] else end + len("</sheetData>")
    if end < opening.end():
        raise NotPlainError("sheetData does not end")
    merged = _read_frame(text[: opening.start()] + "<sheetData/>" + text[after:])
    return PlainSheet(text, opening.end(), end, merged)


def _decode(raw: bytes) -> str:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotPlainError("not in UTF-8") from error
    encoding = _ENCODING.match(text)
    if encoding and encoding[1].lower() not in {"utf-8", "utf8", "us-ascii"}:
        raise NotPlainError("not in UTF-8")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _read_frame(frame: str) -> tuple[str, ...]:
    """Return the merged ranges from a sheet's XML without its cells, and check its form."""
    if frame.count("<") > _MOST_AROUND:
        raise RefusedError(f"it has more than {_MOST_AROUND // 2} XML elements around its cells")
    try:
        root = parse_xml(frame.encode())
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise NotPlainError("unusual frame") from error
    names = [f"{{{namespace}}}" for namespace in MAIN_NAMESPACES if namespace in root.tag]
    tags = [child.tag for child in root]
    if names[:1] != [root.tag.removesuffix("worksheet")] or tags.count(f"{names[0]}sheetData") != 1:
        raise NotPlainError("sheetData stands elsewhere")
    merged = root.iterfind(f"{names[0]}mergeCells/{names[0]}mergeCell")
    return tuple(cell.get("ref", "") for cell in merged)


def string_item(item: ElementTree.Element) -> str:
    """Return the text of a string item as stored: plain or in runs, without phonetic hints."""
    runs = [item, *(child for child in item if local_name(child.tag) == "r")]
    return "".join(part.text or "" for run in runs for part in run if local_name(part.tag) == "t")


def inline_string(content: str) -> str:
    """Return the text of an inline string, given what stands inside `<is>`."""
    if plain := _PLAIN_TEXT.fullmatch(content):  # nearly always
        return plain[1]
    return _marked_up(content) if len(content) > _SHORT else _short_marked_up(content)


def _marked_up(content: str) -> str:
    """Return the text of an inline string in runs, or with signs that XML writes otherwise."""
    try:
        return string_item(parse_xml(f"<is>{content}</is>".encode()))
    except ElementTree.ParseError as error:
        raise NotPlainError(f"unusual inline string {content}") from error


# The texts of a lesson stand in every file of it.
_short_marked_up = lru_cache(maxsize=2048)(_marked_up)
