"""Who stored the results: no other program is taken for Excel, and Excel is never doubted."""

import pytest

from tests.xlsx.by_hand import WRITERS, pack, parts
from xlrnn.xlsx.reading.package import open_package
from xlrnn.xlsx.reading.saved_by import read_saved_by

EXCEL = ["Excel", "Excel of 2007"]


def saved_by(tmp_path, content, *, formulas=True):
    with open_package(pack(tmp_path / "x.xlsx", content)) as package:
        return read_saved_by(package, formulas=formulas)


@pytest.mark.parametrize("writer", EXCEL)
def test_excel_is_believed(tmp_path, writer):
    found = saved_by(tmp_path, parts(writer, chain=True))
    assert (found.name, found.doubt) == (" ".join(WRITERS[writer][2]), "")


@pytest.mark.parametrize("writer", EXCEL)
def test_without_formulas_there_is_no_chain_to_miss(tmp_path, writer):
    assert saved_by(tmp_path, parts(writer), formulas=False).doubt == ""


@pytest.mark.parametrize("writer", ["XlsxWriter", "exceljs", "openpyxl", "PhpSpreadsheet"])
def test_who_signs_as_excel_is_told_from_it(tmp_path, writer):
    found = saved_by(tmp_path, parts(writer))
    signed = " ".join(WRITERS[writer][2])
    assert found.name == f'"{signed}" (written like {writer})'
    assert found.doubt == f"the file says that {signed} saved it, and is written like {writer}"


def test_a_chain_of_excel_clears_any_likeness(tmp_path):
    """Excel keeps what others wrote, such as their calcId."""
    assert saved_by(tmp_path, parts("XlsxWriter", chain=True)).doubt == ""


def test_a_link_to_a_chain_that_is_not_there_clears_nothing(tmp_path):
    content = parts("XlsxWriter", chain=True)
    del content["xl/calcChain.xml"]
    assert "written like XlsxWriter" in saved_by(tmp_path, content).doubt


def test_who_signs_as_excel_in_no_known_way(tmp_path):
    found = saved_by(tmp_path, parts("Excel"))
    assert found.name == '"Microsoft Macintosh Excel 16.0300" (without Excel\'s calculation chain)'
    assert found.doubt.endswith("is without Excel's calculation chain, as other programs write it")


@pytest.mark.parametrize("writer", ["LibreOffice", "Gnumeric"])
def test_who_calculates_and_says_its_name(tmp_path, writer):
    assert saved_by(tmp_path, parts(writer)).doubt == ""


@pytest.mark.parametrize("writer", ["SheetJS", "openpyxl of today"])
def test_who_calculates_nothing_and_says_its_name(tmp_path, writer):
    found = saved_by(tmp_path, parts(writer))
    assert found.name == " ".join(WRITERS[writer][2]).strip()
    assert found.doubt.endswith("saved it, which calculates nothing")


def test_a_file_that_names_nobody(tmp_path):
    content = parts()
    del content["docProps/app.xml"]
    found = saved_by(tmp_path, content)
    assert found.name == "an unnamed program"
    assert found.doubt == "the file does not say which program saved it"
