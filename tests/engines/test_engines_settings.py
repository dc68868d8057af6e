"""Which settings of a workbook an engine goes by is as it says; measured, not believed.

Precision as displayed is not among them: the copy has no number formats. LibreOffice alone rounds
where it opens the file itself.
"""

import re
import zipfile

import pytest
import xlsxwriter

from xlrnn.xlsx.planting.calculation_copy import write_calculation_copy


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """A year that depends on where dates begin, and two formulas that read each other."""
    folder = tmp_path_factory.mktemp("settings")
    with xlsxwriter.Workbook(folder / "written.xlsx") as book:
        book.add_worksheet("page").write_column("A1", ["=YEAR(100)", "=A3*0.5+1", "=A2"])
    with (
        zipfile.ZipFile(folder / "written.xlsx") as old,
        zipfile.ZipFile(folder / "book.xlsx", "w") as new,
    ):
        for name in old.namelist():
            text = old.read(name).decode().replace("<workbookPr ", '<workbookPr date1904="1" ')
            repeated = '<calcPr iterate="1" iterateCount="50" iterateDelta="1e-9"/>'
            new.writestr(name, re.sub("<calcPr[^>]*>", repeated, text))
    write_calculation_copy(folder / "book.xlsx", folder / "copy.xlsx")
    return folder / "copy.xlsx"


def test_what_an_engine_ignores_is_as_it_says(engine, copy):
    with engine.load(copy) as sheets:
        sheets.calculate()
        (year,), (limit,), _ = sheets.read("page", 1, 1, 3, 1)
    follows = {"date1904"} if year == 1904 else set()
    follows |= {"rounds"} if limit == pytest.approx(2, abs=1e-6) else set()
    assert follows == {"date1904", "rounds"} - engine.ignores
