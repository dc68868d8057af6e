"""The annotated copy: one page is open, its table is laid out, marks are told without colour."""

import math
import re
import zipfile

import openpyxl
import pytest

from tests.exercises.submissions import Pupil
from xlrnn import api
from xlrnn.exercises.ask.key import read_key
from xlrnn.exercises.judge.verdict import WORDS
from xlrnn.exercises.mark.advice import ADVICE
from xlrnn.exercises.mistakes.misconceptions import CATALOGUE
from xlrnn.report.grades.feedback import FILLS, HEADINGS, LETTER, LINE, WIDTHS
from xlrnn.report.grades.signs import LONGEST, with_sign

SEEN, PIXELS = 1268, 10.4  # of columns on a screen of 1,366 pixels; a column one character wide


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """A copy with a wrong block, a typed cell, an empty one and right ones; all pages selected."""
    folder = tmp_path_factory.mktemp("copy")
    blank, _, key = api.exercise("hello-forward", folder / "exercise", seed=3)
    pupil = Pupil(blank, read_key(key).assignments[0])
    pupil.fill(a_h=lambda s, i, t: s.recurrent(i, t))
    handed = folder / "answer.xlsx"
    pupil.save(handed)
    book = openpyxl.load_workbook(handed)
    for sheet in book.worksheets:
        sheet.sheet_view.tabSelected = True
    ((page, area),) = book.defined_names["logits"].destinations
    cells = [cell for row in book[page][area] for cell in row]
    cells[0].value, cells[-1].value = 0.5, None
    book.save(handed)
    grades = api.grade([handed], key, formats=("workbook",), folder=folder / "grades")
    (path,) = (folder / "grades" / "annotated").iterdir()
    return path, grades.results[0]


@pytest.fixture(scope="module")
def book(copy):
    return openpyxl.load_workbook(copy[0])


def test_one_page_is_open_and_it_is_the_first(copy, book):
    assert book.sheetnames[0] == book.active.title == "feedback"
    with zipfile.ZipFile(copy[0]) as archive:
        pages = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        selected = [name for name in pages if b'tabSelected="1"' in archive.read(name)]
        assert len(selected) == 1
        assert re.search(rb'activeTab="0"', archive.read("xl/workbook.xml"))


def table(sheet):
    """Return the lines of the table: the texts, and the cells."""
    head = next(row for row in sheet.iter_rows() if row[0].value == HEADINGS[0])
    assert tuple(cell.value for cell in head) == HEADINGS
    return [row for row in sheet.iter_rows(min_row=head[0].row + 1) if any(c.value for c in row)]


def test_the_table_says_what_where_why_and_what_to_do(book):
    lines = table(book["feedback"])
    shown = {line[0].value.partition(":")[0]: line for line in lines if line[0].value}
    assert shown["h"][1].value == "✓ right"
    wrong = shown["a_h"]
    assert (wrong[1].value, wrong[4].value) == ("✗ wrong", "a bias is left out")
    assert wrong[5].value == "Compare it, term by term, with w_hh · h_(t−1) + b_h"
    assert wrong[2].value == "0 of 2"
    below = [line for line in lines if line[4].value and not line[0].value]
    assert {line[5].value for line in (shown["logits"], *below)} == {
        ADVICE["typed"], ADVICE["empty"],
    }  # fmt: skip


def test_links_lead_to_the_cells(copy, book):
    wrong = {cell["cell"] for cell in copy[1]["cells"]}
    links = [line[3].hyperlink.location for line in table(book["feedback"]) if line[3].hyperlink]
    assert len(links) == 3
    for link in links:
        page, _, area = link.replace("'", "").partition("!")
        cells = book[page][area]
        rows = cells if isinstance(cells, tuple) else ((cells,),)
        assert {f"{page}!{cell.coordinate}" for row in rows for cell in row} <= wrong


def test_it_fits_the_screen_and_no_text_is_cut(book):
    sheet = book["feedback"]
    widths = [sheet.column_dimensions[letter].width for letter in "ABCDEF"]
    assert tuple(widths) == WIDTHS
    assert PIXELS * sum(widths) <= SEEN
    for line in table(sheet):
        for cell, width in zip(line, widths, strict=True):
            needed = math.ceil(LETTER * len(str(cell.value or "")) / width)
            assert cell.alignment.wrap_text
            assert sheet.row_dimensions[cell.row].height >= needed * LINE
            assert not cell.hyperlink or needed == 1, "LibreOffice gives a link one line"


def test_it_prints_on_a4_one_page_wide(book):
    sheet = book["feedback"]
    assert int(sheet.page_setup.paperSize) == 9
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    inches = sum(WIDTHS) * 7 / 96  # Excel's width of a digit
    assert 11 * min(1, (11.69 - 0.8) / inches) >= 8, "points of the letters on paper"


def test_marks_are_a_sign_and_words_beside_the_colour(copy, book):
    for sign_and_word in FILLS:
        assert re.fullmatch(r"[✓✗?] [a-z ]+", sign_and_word)
    for address in copy[1]["right"]:
        assert _shown_by(book, address) == ("✓", "✓", False)
    for cell in copy[1]["cells"]:
        assert _shown_by(book, cell["cell"]) == ("✗", "✗", True)


def _shown_by(book, place):
    """Return the sign in the format, that of the note, and whether the border is thick."""
    page, _, address = place.partition("!")
    cell = book[page][address]
    assert len(cell.comment.text) > 2
    sections = cell.number_format.split(";")
    (sign,) = {section[1] for section in sections}
    return sign, cell.comment.text[0], cell.border.left.style == "thick"


@pytest.mark.parametrize(
    "given, signed",
    [
        ("General", '"✗ "General;"✗ "-General;"✗ "General;"✗ "@'),
        ("0.000000E+00", '"✗ "0.000000E+00;"✗ "-0.000000E+00;"✗ "0.000000E+00;"✗ "@'),
        ("0;-0;", '"✗ "0;"✗ "-0;"✗ ";"✗ "@'),
        (with_sign("0.00", "✓"), with_sign("0.00", "✗")),
        ('0" of 5";[Red]-0', '"✗ "0" of 5";[Red]"✗ "-0'),
        ('"', '"✗ "";"✗ "-";"✗ "";"✗ "@'),
        ("0" * LONGEST, "0" * LONGEST),
    ],
)
def test_signs_in_formats(given, signed):
    assert with_sign(given, "✗") == signed


def test_each_verdict_has_an_advice():
    assert ADVICE.keys() == WORDS.keys()
    assert not ADVICE.keys() & CATALOGUE.keys()


def test_a_second_page_of_that_name_is_put_beside_it(copy, tmp_path):
    """Whoever hands in a marked copy again gets a page more."""
    from xlrnn.report.grades.workbook import annotate

    annotate(str(copy[0]), copy[1], str(tmp_path / "again.xlsx"))
    again = openpyxl.load_workbook(tmp_path / "again.xlsx")
    assert again.sheetnames[:2] == ["feedback_", "feedback"]
    assert [s.title for s in again.worksheets if s.sheet_view.tabSelected] == ["feedback_"]
