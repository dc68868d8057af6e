"""Whatever `[Content_Types].xml` says: the right workbook, or a clear refusal in bounded memory."""

import tracemalloc
from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import event, example, given, settings
from hypothesis import strategies as st

from tests.xlsx.by_hand import BINARY, MACROS, PACKAGE, SPREADSHEET, USUAL, pack, parts
from xlrnn.errors import UnreadableError
from xlrnn.xlsx.planting.calculation_copy import write_calculation_copy
from xlrnn.xlsx.reading.package import Limits, open_package
from xlrnn.xlsx.reading.read import read

TYPES = "[Content_Types].xml"
MAIN = f"{SPREADSHEET}.sheet.main+xml"
KINDS = [MAIN, f"{SPREADSHEET}.template.main+xml", f"{SPREADSHEET}.worksheet+xml", BINARY, MACROS,
         "application/vnd.ms-excel.sheet.macroEnabled.main+xml", "text/html", "", " ", "é",
         f" {MAIN.upper()} ", f"{MAIN};charset=utf-8", "x" * 5_000]  # fmt: skip
NAMES = ["/xl/workbook.xml", "/XL/Workbook.XML", "xl/workbook.xml", "\\xl\\workbook.xml",
         "/xl/worksheets/sheet1.xml", "/xl/./workbook.xml", "/../xl/workbook.xml", "/xl/a.bin",
         "/xl/work%62ook.xml", "//xl/workbook.xml", "/", "", "/[Content_Types].xml"]  # fmt: skip
ENDINGS = [*USUAL, "bin", "XML", ".xml", "", "tar.gz", "x" * 5_000]


def entry(tag, **attributes):
    return f"<{tag} {' '.join(f'{k}={quoteattr(v)}' for k, v in attributes.items() if v)}/>"


ENTRIES = st.one_of(
    st.builds(lambda n, k: entry("Override", PartName=n, ContentType=k),
              st.sampled_from(NAMES), st.sampled_from(KINDS)),
    st.builds(lambda e, k: entry("Default", Extension=e, ContentType=k),
              st.sampled_from(ENDINGS), st.sampled_from(KINDS)),
    st.sampled_from([
        "<Override/>", "<Default/>", "<!-- no entry -->", "<?no entry?>", "text", "&#x9b;31m",
        "<Types><Override PartName='/xl/workbook.xml'/></Types>", "<a:Override xmlns:a='b'/>",
        "&other;", "<Override PartName='/xl/workbook.xml' PartName='/'/>", "<", "]]>", "\x00",
        "<Override contenttype='text/html' partname='/xl/workbook.xml'/>",
    ]),
)  # fmt: skip
ROOTS = [f'<Types xmlns="{PACKAGE}/content-types">%s</Types>', "<Types>%s</Types>",
         "<other>%s</other>", "%s", "<!DOCTYPE x [<!ENTITY other 'x'>]><Types>%s</Types>",
         '<?xml version="1.0" encoding="nonsense"?><Types>%s</Types>', "<Types>%s"]  # fmt: skip
ODD_PARTS = st.sets(st.sampled_from(["xl/a.bin", "xl/vbaProject.bin", "xl/workbook.bin"]))


@given(st.sampled_from(ROOTS[:1] * 5 + ROOTS), st.lists(ENTRIES, max_size=6), ODD_PARTS)
@example(ROOTS[0], [entry("Override", PartName=NAMES[0], ContentType=MAIN)], set())
@example(ROOTS[0], [entry("Override", PartName=NAMES[0], ContentType="x" * 5_000)], set())
@settings(max_examples=100, deadline=None)
def test_the_right_workbook_or_a_clear_refusal(tmp_path_factory, root, entries, more):
    folder = tmp_path_factory.mktemp("types")
    content = parts() | {TYPES: root % "".join(entries)} | dict.fromkeys(more, b"x")
    path = pack(folder / "x.xlsx", content)
    try:
        sheet = read(path).sheets["run"]
        write_calculation_copy(path, folder / "copy.xlsx")
    except UnreadableError as error:
        event("refused")
        said = str(error).removeprefix(str(path))
        assert said != str(error), "the file is named"
        assert len(said) < 400, said[:100]
        return
    event("read")
    assert (sheet.values[1, 1], sheet.formulas[1, 2]) == (1.5, "A1*2")
    assert "xl/vbaProject.bin" not in more
    assert any("spreadsheetml" in each.lower() for each in entries)


def test_a_usual_file_is_among_those_that_are_read(tmp_path):
    types = ROOTS[0] % entry("Override", PartName=NAMES[0], ContentType=MAIN)
    assert read(pack(tmp_path / "x.xlsx", parts(types=types))).sheets


def test_entries_without_end_take_bounded_memory(tmp_path):
    usual = entry("Override", PartName=NAMES[0], ContentType=MAIN)
    many, endless = (usual + "<Default/>" * count for count in (20_000, 2 * Limits().elements))
    assert most_of_reading(tmp_path, ROOTS[0] % many) < 16 * 2**20
    with pytest.raises(UnreadableError, match="XML elements in its part"):
        most_of_reading(tmp_path, ROOTS[0] % endless)


def most_of_reading(tmp_path, types):
    """Return the most memory that opening a file takes."""
    path = pack(tmp_path / "x.xlsx", parts(types=types))
    tracemalloc.start()
    try:
        open_package(path).close()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_one_name_without_end(tmp_path):
    types = ROOTS[0] % entry("Override", PartName="/" + "a" * 33 * 2**20, ContentType=MAIN)
    with pytest.raises(UnreadableError, match=r"has a part \[Content_Types\]\.xml of \d+ bytes"):
        open_package(pack(tmp_path / "x.xlsx", parts(types=types)))
