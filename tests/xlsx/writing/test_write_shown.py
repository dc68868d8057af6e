"""What opens in a viewer is what is stored, and in LibreOffice its own results."""

import csv
import re
import shutil
import subprocess
import zipfile

import openpyxl
import pytest

from tests.lessons.variants import VARIANTS
from tests.requirements import need
from xlrnn.xlsx.writing.write import workbook_bytes

# Commas, quotes, UTF-8, values and not as they are formatted, all sheets.
FILTER = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
PLANTED = "-12345.5"


@pytest.fixture(scope="session")
def files(tmp_path_factory):
    """Return the article's book, and a copy in which every stored number is wrong."""
    folder = tmp_path_factory.mktemp("shown")
    book, copy = folder / "book.xlsx", folder / "copy.xlsx"
    book.write_bytes(workbook_bytes(VARIANTS["article"].filled_book()))
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(copy, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name.startswith("xl/worksheets/"):
                data = re.sub(rb"(</f><v>)-?[0-9][^<]*", rb"\g<1>" + PLANTED.encode(), data)
            new.writestr(name, data)
    return book, copy


@pytest.fixture(scope="session")
def shown(files):
    """Return the cells that LibreOffice shows of either."""
    soffice = shutil.which("soffice")
    need("libreoffice", soffice is not None, "apt-get install libreoffice-calc")
    folder = files[0].parent
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [soffice, "--headless", "--norestore", profile, "--convert-to", FILTER]
    command += ["--outdir", str(folder), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)

    def sheet(name, file="book"):
        with (folder / f"{file}-{name}.csv").open(encoding="utf-8", newline="") as lines:
            return list(csv.reader(lines))

    return sheet


@pytest.mark.parametrize("name", ["a_x", "h", "p", "h_eq", "exps_eq", "ref_p"])
def test_numpys_numbers_are_shown(shown, name):
    block = VARIANTS["article"].filled_book()[name]
    rows = shown(block.page)
    for i, row in enumerate(block.place.rows):
        for t, column in enumerate(block.place.columns):
            assert float(rows[row - 1][column - 1]) == pytest.approx(block.values[i, t], rel=1e-14)


def test_letters_and_verdicts_are_shown(shown):
    book = VARIANTS["article"].filled_book()
    rows = shown("forward")
    row = rows[book["predicted"].place.rows[0] - 1]
    assert [row[column - 1] for column in book["predicted"].place.columns] == list("hhhh")
    for summary in ("first_numpy_summary", "first_notation_summary"):
        place = book[summary].place
        assert shown("start")[place.rows[0] - 1][place.columns[0] - 1] == "agrees"


def test_a_viewer_that_calculates_nothing_shows_the_stored_numbers(files):
    for file, wrong in zip(files, (False, True), strict=True):
        viewer = openpyxl.load_workbook(file, data_only=True)
        for name in ("a_x", "h", "p"):
            block = VARIANTS["article"].filled_book()[name]
            for i, row in enumerate(block.place.rows):
                for t, column in enumerate(block.place.columns):
                    value = viewer[block.page].cell(row, column).value
                    assert value == (float(PLANTED) if wrong else pytest.approx(block.values[i, t]))


def test_libreoffice_calculates_what_it_shows(shown):
    """No stored number is taken for true."""
    for name in ("start", "forward", "equations", "check"):
        assert shown(name, "copy") == shown(name)
        assert PLANTED not in {cell for row in shown(name, "copy") for cell in row}
