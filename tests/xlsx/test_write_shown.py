"""LibreOffice opens the file and shows what is stored, before anything is calculated."""

import csv
import re
import shutil
import subprocess
import zipfile

import pytest

from tests.lessons.variants import VARIANTS
from tests.requirements import need
from xlrnn.xlsx.write import workbook_bytes

# Commas, quotes, UTF-8, values and not as they are formatted, all sheets.
FILTER = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
PLANTED = "-12345.5"


@pytest.fixture(scope="session")
def shown(tmp_path_factory):
    """Return the cells that LibreOffice shows: of the article's book, and of a planted copy."""
    soffice = shutil.which("soffice")
    need("libreoffice", soffice is not None, "apt-get install libreoffice-calc")
    folder = tmp_path_factory.mktemp("shown")
    book, copy = folder / "book.xlsx", folder / "copy.xlsx"
    book.write_bytes(workbook_bytes(VARIANTS["article"].filled_book()))
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(copy, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name.startswith("xl/worksheets/"):
                data = re.sub(rb"(</f><v>)-?[0-9][^<]*", rb"\g<1>" + PLANTED.encode(), data)
            new.writestr(name, data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [soffice, "--headless", "--norestore", profile, "--convert-to", FILTER]
    command += ["--outdir", str(folder), str(book), str(copy)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)

    def sheet(name, file="book"):
        with (folder / f"{file}-{name}.csv").open(encoding="utf-8", newline="") as lines:
            return list(csv.reader(lines))

    return sheet


@pytest.mark.parametrize("name", ["a_x", "h", "p", "h_eq", "exps_eq", "ref_p"])
def test_the_stored_numbers_are_shown(shown, name):
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
    assert shown("start")[3][1] == shown("start")[4][1] == "agrees"


def test_nothing_was_calculated_to_show_them(shown):
    """A planted result is shown just so: the numbers above are the stored ones."""
    place = VARIANTS["article"].book()["h"].place
    rows = shown("forward", "copy")
    cells = {rows[row - 1][column - 1] for row in place.rows for column in place.columns}
    assert cells == {PLANTED}
