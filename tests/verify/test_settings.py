"""What a workbook's settings ask for is done, or said with what it changes."""

import re
import zipfile

import pytest

from tests.requirements import require
from tests.verify.foreign_book import MAP, write_book
from xlrnn import api

STYLE = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
TWO_DIGITS = STYLE.replace('numFmtId="0"', 'numFmtId="2"')
CIRCLE = {"M7": "=TANH(K7+0*N7)+0*M7"}


def with_settings(path, calculation="", workbook="", styles=("", ""), stored=None):
    """Change the settings of a workbook that XlsxWriter wrote."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    text = re.sub("<calcPr[^>]*>", f"<calcPr {calculation}/>", parts["xl/workbook.xml"])
    parts["xl/workbook.xml"] = text.replace("<workbookPr ", f"<workbookPr {workbook} ")
    parts["xl/styles.xml"] = parts["xl/styles.xml"].replace(*styles)
    if stored is not None:
        sheet = "xl/worksheets/sheet1.xml"
        parts[sheet] = re.sub("(</f>)<v>[^<]*</v>", rf"\g<1>{stored}", parts[sheet], count=3)
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


@pytest.fixture
def verify(tmp_path):
    """A function that writes the foreign workbook with some settings, and verifies it."""
    (tmp_path / "map.toml").write_text(MAP, encoding="utf-8")

    def verify(engine="ironcalc", changes=None, **settings):
        book = with_settings(write_book(tmp_path / "book.xlsx", **(changes or {})), **settings)
        return api.verify([book], engine, map_file=tmp_path / "map.toml", vary=0).books[0]

    return verify


def test_precision_as_displayed_is_doubtful_where_cells_show_few_digits(verify):
    book = verify(calculation='fullPrecision="0"', styles=(STYLE, TWO_DIGITS))
    assert book.outcome == "differ"
    (doubt,) = book.doubts
    assert '"precision as displayed"' in doubt
    assert doubt.endswith("changes 110 cells, first run!G4: -0.6 instead of -0.595")


def test_precision_as_displayed_changes_nothing_where_all_digits_are_shown(verify):
    book = verify(calculation='fullPrecision="false"')
    assert (book.outcome, book.doubts) == ("agree", [])
    assert book.notes[0].endswith("that changes none of the cells that were verified")


@pytest.mark.parametrize("setting", ['fullPrecision="1"', "", 'calcMode="auto"', 'iterate="1"'])
def test_what_changes_nothing_is_not_mentioned(verify, setting):
    """Gnumeric writes iterate="1" into every file."""
    book = verify(calculation=setting)
    assert (book.outcome, book.doubts, book.notes) == ("agree", [], [])


@pytest.mark.parametrize(
    ("stored", "said"),
    [("<v>0.5</v>", "0.5 is stored, -0.595 calculated"), ("", "no number is stored")],
)
def test_manual_calculation_leaves_old_results(verify, stored, said):
    book = verify(calculation='calcMode="manual"', stored=stored)
    assert book.outcome == "differ"
    (doubt,) = book.doubts
    assert "calculation is set to manual" in doubt
    assert "3 stored results" in doubt and "first run!G4" in doubt and said in doubt


def test_manual_calculation_with_right_results_is_noted(verify):
    book = verify(calculation='calcMode="manual"')
    assert (book.outcome, book.doubts) == ("agree", [])
    assert "until they are told to calculate (F9)" in book.notes[0]


@pytest.mark.parametrize("engine", ["ironcalc", "cellrune"])
def test_formulas_that_read_themselves(verify, engine):
    require(engine)
    book = verify(engine, CIRCLE, calculation='iterate="1" iterateCount="7"')
    assert book.outcome == "differ"
    (note,) = book.notes
    assert "repeated up to 7 times" in note
    assert f"{engine} does not do that, and shows #CIRC! in " in note
    assert "first run!" in note


def test_dates_that_count_from_1904(verify):
    book = verify(changes={"M7": "=TANH(K7+0*YEAR(1))"}, workbook='date1904="1"')
    assert book.outcome == "agree"
    assert book.notes == [
        "dates count from 1904 in this workbook, and from 1900 in ironcalc: YEAR may give "
        "something else in 1 formula, first run!M7"
    ]
    assert verify(workbook='date1904="1"').notes == []
