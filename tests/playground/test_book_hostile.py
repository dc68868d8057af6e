"""Files that are damaged, hostile or no workbooks are refused in words; texts stay texts."""

import io
import struct
import zipfile

import pytest
import xlsxwriter

from tests.playground.page_fixture import ROOT, modules  # noqa: F401

LESSON = (ROOT / "workbooks" / "hello-forward.xlsx").read_bytes()
SCRIPT = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>'


def zipped(parts):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return buffer.getvalue()


def parts_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return {name: file.read(name) for name in file.namelist()}


def changed(name, change):
    parts = parts_of(LESSON)
    parts[name] = change(parts[name].decode()).encode()
    return zipped(parts)


def with_wrong_size():
    """A part that says it is small, and goes on and on."""
    content = bytearray(zipped({"_rels/.rels": b"<a/>" + b" " * 5_000_000}))
    at = content.index(b"PK\x01\x02")
    content[at + 24 : at + 28] = struct.pack("<I", 100)
    return bytes(content)


SHEET = "xl/worksheets/sheet2.xml"
REFUSED = {
    "nothing": (b"", "The file is empty"),
    "a text": (b"a,b\n1,2\n", "no Excel workbook"),
    "an old workbook": (
        b"\xd0\xcf\x11\xe0" + b"\0" * 600,
        "old kind (.xls), or one with a password",
    ),
    "a zip of something else": (zipped({"a.txt": "b"}), "a zip file without a workbook"),
    "an OpenDocument file": (zipped({"mimetype": "x", "_rels/.rels": ""}), "OpenDocument"),
    "cut off": (LESSON[:20_000], "its end is missing"),
    "a flipped bit": (
        LESSON[:9000] + bytes([LESSON[9000] ^ 8]) + LESSON[9001:],
        "The file is damaged: its part",
    ),
    "a sheet that ends early": (
        changed(SHEET, lambda text: text.replace("</row>", "", 1)),
        "its part “xl/worksheets/sheet2.xml” cannot be read",
    ),
    "a sheet that is no XML": (
        changed(SHEET, lambda text: text.replace("<sheetViews>", "<sheetViews", 1)),
        "its part “xl/worksheets/sheet2.xml” cannot be read",
    ),
    "nothing but the beginnings of tags": (
        changed(SHEET, lambda text: text.replace("<sheetData>", "<sheetData>" + "<" * 300_000, 1)),
        "its part “xl/worksheets/sheet2.xml” cannot be read",
    ),
    "entities": (
        changed(SHEET, lambda text: text.replace("<worksheet", "<!DOCTYPE a><worksheet", 1)),
        "declares entities",
    ),
    "a part that is missing": (
        zipped({n: c for n, c in parts_of(LESSON).items() if n != SHEET}),
        "its part “xl/worksheets/sheet2.xml” is missing",
    ),
    "a zip bomb": (
        zipped({**parts_of(LESSON), "xl/theme/theme1.xml": b" " * 60_000_000}),
        "packed 10",
    ),
    "a size that is a lie": (with_wrong_size(), "The file is damaged"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused_in_words(modules, name):  # noqa: F811
    content, words = REFUSED[name]
    said = modules.refusal(content)
    assert said.startswith("BookError: ")
    assert words in said


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        ({"parts": 3}, "at most 3 are read"),
        ({"part": 10_000}, "would take"),
        ({"total": 10_000}, "Unpacked, the file would take"),
    ],
)
def test_limits(modules, limits, words):  # noqa: F811
    assert words in modules.refusal(LESSON, limits)


def test_an_encrypted_part(modules):  # noqa: F811
    content = bytearray(LESSON)
    at = content.index(b"PK\x01\x02")
    while (at := content.find(b"PK\x01\x02", at + 4)) > 0:
        content[at + 8] |= 1
    assert "encrypted" in modules.refusal(bytes(content))


def test_stored_parts_and_comments_are_read(modules):  # noqa: F811
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as file:
        for name, part in parts_of(LESSON).items():
            file.writestr(name, part)
        file.comment = b"PK\x05\x06 is no end" * 10
    assert modules.refusal(buffer.getvalue()) == ""


def hostile():
    """A workbook with scripts wherever a text can stand."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("<b>bold</b>"[:31].replace("/", "_"))
        odd = book.add_format(
            {"font_name": 'x"; background: url(//evil)', "num_format": f'"{SCRIPT}"0'}
        )
        sheet.write_string(0, 0, SCRIPT)
        sheet.write_number(1, 0, 5, odd)
        sheet.write_formula(2, 0, "=1+1", odd, SCRIPT)
        sheet.write_comment(0, 0, SCRIPT)
        sheet.write_url(3, 0, "https://example.org/?a=1", None, "leads out", SCRIPT)
        sheet.write_url(4, 0, "internal:'nowhere'!A1", None, "leads nowhere")
        sheet.data_validation(
            5, 0, 5, 0, {"validate": "list", "source": ["<i>", "b"], "error_title": "<u>"}
        )
        chart = book.add_chart({"type": "line"})
        chart.add_series({"name": SCRIPT, "values": [sheet.name, 1, 0, 2, 0]})
        chart.set_title({"name": SCRIPT})
        sheet.insert_chart(6, 1, chart, {"description": SCRIPT})
        sheet.insert_textbox(25, 1, SCRIPT)
    return buffer.getvalue()


def test_scripts_are_shown_as_texts(modules):  # noqa: F811
    modules.show(hostile())
    page = modules.page
    page.evaluate("grid.notes.show(1, 1)")
    shown = page.evaluate("document.body.textContent")
    # a cell, a formula's result, a number's unit, the note, the chart's title and legend, the box
    assert shown.count(SCRIPT) >= 6
    assert page.evaluate("document.body.querySelector('script, img, b, i, u')") is None
    assert page.evaluate("window.hacked") is None
    outside = page.evaluate(
        "[...document.querySelectorAll('.sheet-grid *')].some((e) => e.outerHTML.match('//evil'))"
    )
    assert not outside


def test_links_out_of_the_workbook_are_not_followed(modules):  # noqa: F811
    modules.show(hostile())
    page = modules.page
    cell = page.locator(".leads-out")
    assert "https://example.org/?a=1" in cell.get_attribute("title")
    cell.click()
    page.locator(".leads").click()
    assert page.evaluate("location.pathname") == "/"
    assert page.evaluate("grid.follow('nowhere!A1')") is False
    assert page.locator("a").count() == 0


def test_macros_and_other_files_are_left_alone(modules):  # noqa: F811
    parts = parts_of(LESSON)
    parts["xl/vbaProject.bin"] = b"\xd0\xcf\x11\xe0"
    name = "xl/_rels/workbook.xml.rels"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLink"
    link = f'<Relationship Id="rIdX" Type="{kind}" Target="externalLinks/a.xml"/></Relationships>'
    parts[name] = parts[name].decode().replace("</Relationships>", link).encode()
    warnings = modules.run(
        "async (path, { read, bytesOf }) => (await read(await bytesOf(path))).warnings",
        modules.file(zipped(parts)),
    )
    assert ["macros" in warnings[0], "other files" in warnings[1]] == [True, True]


def test_words_of_javascript_are_no_looks(modules):  # noqa: F811
    """Names that every object has, where a file names kinds of lines, rules, fills, colours."""
    parts = parts_of(hostile())
    styles = parts["xl/styles.xml"].decode()
    line = (
        '<border><left style="constructor"/><right style="toString"/><top style="thin"/></border>'
    )
    styles = styles.replace("<border>", f"{line}<border>", 1)
    styles = styles.replace('"solid"', '"__proto__"').replace("formatCode=", 'x="" formatCode=')
    parts["xl/styles.xml"] = styles.encode()
    name = "xl/worksheets/sheet1.xml"
    rule = (
        '<conditionalFormatting sqref="A1:A9"><cfRule type="__defineGetter__" priority="1">'
        '<formula>1</formula></cfRule><cfRule type="cellIs" operator="constructor" priority="2">'
        "<formula>1</formula></cfRule></conditionalFormatting>"
    )
    sheet = parts[name].decode().replace("</sheetData>", f"</sheetData>{rule}", 1)
    parts[name] = sheet.encode()
    modules.show(zipped(parts))
    assert SCRIPT in modules.page.evaluate("grid.cellElement(1, 1).textContent")


def test_sizes_beyond_all_bounds(modules):  # noqa: F811
    """Widths, heights, folds and areas that would take hours or more pixels than there are."""

    def change(text):
        cols = '<cols><col min="1" max="16384" width="1e99" outlineLevel="999999999"/></cols>'
        last = (
            '<row r="1048576" ht="1e99" outlineLevel="99999"><c r="XFD1048576">'
            '<f t="array" ref="A1:XFD1048576">1</f><v>1</v></c></row></sheetData>'
        )
        start, end = text.index("<cols>"), text.index("</cols>") + len("</cols>")
        return text[:start] + cols + text[end:].replace("</sheetData>", last, 1)

    modules.show(changed("xl/worksheets/sheet1.xml", change))
    page = modules.page
    assert page.locator(".sheet-cell").count() > 5
    assert page.evaluate("grid.book.sheets[0].widths(3)") < 2000
    page.evaluate("grid.scrollTo(1048576, 1)")
    modules.settle()
    assert page.evaluate("grid.at({ clientX: 200, clientY: 300 }).row") > 1_000_000
