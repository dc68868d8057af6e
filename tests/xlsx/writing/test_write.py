"""The written file: results beside every formula, the same bytes each time, nothing taken amiss."""

import io
import os
import re
import subprocess
import sys
import warnings
import zipfile
from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import openpyxl
import pytest
from openpyxl.worksheet.formula import ArrayFormula

from tests.lessons.variants import VARIANTS
from xlrnn.formula.cell import quote_sheet
from xlrnn.formula.writing.fill import cell_texts
from xlrnn.lessons.hello.forward import HelloForward
from xlrnn.sheet.switch import NAME as SWITCH
from xlrnn.xlsx import manifest
from xlrnn.xlsx.reading.read import read
from xlrnn.xlsx.writing.write import workbook_bytes

CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def open_with_openpyxl(data, **options):
    with warnings.catch_warnings():
        # openpyxl says that it does not keep extensions; reading is not hurt.
        warnings.filterwarnings("ignore", message=".*extension is not supported")
        return openpyxl.load_workbook(io.BytesIO(data), **options)


def parts(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def written(lesson, tmp_path):
    path = tmp_path / "book.xlsx"
    path.write_bytes(workbook_bytes(lesson.filled_book()))
    return path


@pytest.fixture(scope="session")
def article():
    return workbook_bytes(VARIANTS["article"].filled_book())


# Stored results.


def differs(stored, expected):
    if isinstance(expected, str):
        return stored != expected
    # XlsxWriter writes numbers with 16 significant digits, and results of formulas whole.
    return type(stored) is not float or stored not in (expected, float(f"{expected:.16g}"))


def wrong_results(file, book):
    """Return the cells in which something else is stored than the book's values."""
    return [
        f"{block.name}[{i}, {t}]"
        for block in book.blocks
        for i, t in np.ndindex(*block.shape)
        if differs(
            file.sheets[block.page].values.get(
                (block.place.rows[i], block.place.columns[t])
            ),
            block.values[i, t],
        )
    ]  # fmt: skip


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_cell_stores_its_result(variant, tmp_path):
    lesson = VARIANTS[variant]
    book, file = lesson.filled_book(), read(written(lesson, tmp_path))
    assert wrong_results(file, book) == []


def test_results_stored_by_another_lesson_would_be_noticed(tmp_path):
    book = VARIANTS["article"].filled_book()
    file = read(written(VARIANTS["article"], tmp_path))
    book["h_eq"].values = book["h_eq"].values.copy()
    book["h_eq"].values[2, 1] = 0.0
    assert wrong_results(file, book) == ["h_eq[2, 1]"]


@pytest.mark.parametrize("variant", ["article", "matrix_products"])
def test_openpyxl_reads_the_same(variant):
    lesson = VARIANTS[variant]
    data, book = workbook_bytes(lesson.filled_book()), lesson.filled_book()
    values, formulas = open_with_openpyxl(data, data_only=True), open_with_openpyxl(data)
    for block in book.blocks:
        texts = None if block.constant else cell_texts(block)
        for i, t in np.ndindex(*block.shape):
            cell = str(block.place.cell(i, t))
            stored = values[block.page][cell].value
            expected = block.values[i, t]
            assert not differs(float(stored) if type(stored) is int else stored, expected), cell
            shown = formulas[block.page][cell].value
            if isinstance(shown, ArrayFormula):
                shown = shown.text
            if texts and not (block.equation and i):
                assert shown == f"={texts[i][t]}", (block.name, cell)


def test_the_inside_of_an_array_is_not_zero(article):
    sheet = open_with_openpyxl(article, data_only=True)["equations"]
    place = VARIANTS["article"].book()["h_eq"].place
    inside = [sheet[str(place.cell(i, t))].value for i in (1, 2) for t in range(4)]
    assert min(inside) > 0.7


# The same bytes, wherever and whenever.


def test_the_bytes_depend_on_nothing_but_the_lesson(article):
    program = (
        "import sys; from xlrnn.lessons.hello.forward import HelloForward;"
        "from xlrnn.xlsx.writing.write import workbook_bytes;"
        "sys.stdout.buffer.write(workbook_bytes(HelloForward().filled_book()))"
    )
    for seed, zone in (("1", "Asia/Tokyo"), ("2", "America/Lima")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}
        run = subprocess.run(
            [sys.executable, "-c", program], env=environment, capture_output=True, check=True
        )
        assert run.stdout == article


def test_no_clock_is_in_the_file(article):
    with zipfile.ZipFile(io.BytesIO(article)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    core = parts(article)["docProps/core.xml"]
    assert re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", core) == ["2020-01-01T00:00:00Z"] * 2


# What guides a reader.


def validations(data, sheet):
    found = {}
    for rule in open_with_openpyxl(data)[sheet].data_validations.dataValidation:
        for area in str(rule.sqref).split():
            found[area] = rule
    return found


def test_letters_are_picked_from_the_vocabulary(article):
    book = VARIANTS["article"].book()
    rule = validations(article, "forward")[str(book["letter"].place.area)]
    assert rule.type == "list"
    assert rule.formula1 == f"forward!{book['vocabulary'].place.area.a1(fixed=True)}"
    assert rule.errorStyle == "warning"
    assert not rule.showDropDown  # which, in this format, hides the arrow


def test_weights_are_numbers(article):
    book = VARIANTS["article"].book()
    rules = validations(article, "forward")
    for name in ("W_xh", "h_0", "w_hh", "b_h", "W_hy"):
        rule = rules[str(book[name].place.area)]
        assert (rule.type, rule.errorStyle) == ("decimal", "warning")
    assert len(rules) == 6
    assert list(validations(article, "numpy")) == list(validations(article, "equations")) == []


def test_the_manifest_is_very_hidden_and_says_what_is_where(article, tmp_path):
    book = open_with_openpyxl(article)
    states = {sheet.title: sheet.sheet_state for sheet in book}
    assert states.pop(manifest.SHEET) == "veryHidden"
    assert set(states.values()) == {"visible"}
    assert book.active.title == "start"
    file = read(written(VARIANTS["textbook"], tmp_path))
    content = manifest.parse(file.sheets[manifest.SHEET].values)
    assert HelloForward.remembered(content.options) == VARIANTS["textbook"]


def test_it_names_xlrnn_as_its_generator_wherever_programs_look(tmp_path):
    path = written(VARIANTS["article"], tmp_path)
    file = read(path)
    assert (file.application, file.app_version) == manifest.SIGNATURE == ("xlrnn", "1.0000")
    assert manifest.stored_by_xlrnn(file)
    with zipfile.ZipFile(path) as archive:
        assert b'<fileVersion appName="xlrnn"/>' in archive.read("xl/workbook.xml")
        assert b"Excel" not in archive.read("docProps/app.xml")
        assert b'fullCalcOnLoad="1"' in archive.read("xl/workbook.xml")


@pytest.mark.parametrize(
    ("signature", "ours"),
    [
        (("xlrnn", "1.0000"), True),
        (("Microsoft Excel", "12.0000"), True),  # as workbooks were signed before
        (("Microsoft Excel", "16.0300"), False),
        (("LibreOffice/7.4.7.2$Linux_X86_64", "15.0000"), False),
        (("", ""), False),
    ],
)
def test_who_stored_the_results_is_told_by_the_signature(signature, ours, tmp_path):
    file = read(written(VARIANTS["article"], tmp_path))
    other = replace(file, application=signature[0], app_version=signature[1])
    assert manifest.stored_by_xlrnn(other) == ours
    sheets = {name: sheet for name, sheet in file.sheets.items() if name != manifest.SHEET}
    assert not manifest.stored_by_xlrnn(replace(other, sheets=sheets))


def test_each_formula_is_shared_by_its_own_cell_so_that_libreoffice_calculates_it(tmp_path):
    with zipfile.ZipFile(written(VARIANTS["article"], tmp_path)) as archive:
        for part in archive.namelist():
            if "worksheets/sheet" not in part or part.endswith(".rels"):
                continue
            text = archive.read(part).decode()
            shared = re.findall(
                r'<c r="([A-Z]+[0-9]+)"[^>]*><f t="shared" ref="([^"]*)" si="([0-9]+)">', text
            )
            assert all(cell == area for cell, area, _ in shared)
            assert [int(number) for *_, number in shared] == list(range(len(shared)))
            assert "<f>" not in text and text.count("<f ") == len(shared) + text.count('t="array"')


def test_the_manifest_of_a_large_workbook_is_cut_into_lines_that_fit(monkeypatch, tmp_path):
    monkeypatch.setattr(manifest, "LINE", 100)
    file = read(written(VARIANTS["wide"], tmp_path))
    values = file.sheets[manifest.SHEET].values
    assert len(values) > 50
    assert max(len(text) for (_, column), text in values.items() if column == 1) == 100
    assert manifest.parse(values).options == VARIANTS["wide"].options


def test_defined_names(article):
    names = open_with_openpyxl(article).defined_names
    for name in VARIANTS["article"].book().defined_names():
        target = f"{quote_sheet(name.sheet)}!{name.area.a1(fixed=True)}"
        assert names[name.name].attr_text == target
    expected = {name.name for name in VARIANTS["article"].book().defined_names()}
    # That of the switch of colours stands for no block.
    assert set(names) == expected | {SWITCH}


def test_headers_are_frozen_and_pages_set_up(article):
    workbook, book = open_with_openpyxl(article), VARIANTS["article"].book()
    for page in book.pages:
        sheet = workbook[page.name]
        assert sheet.freeze_panes == (str(page.view.freeze) if page.view.freeze else None)
        assert sheet.print_area == f"'{page.name}'!{page.view.print_area.a1(fixed=True)}"
        assert sheet.page_setup.orientation == ("portrait" if page.view.portrait else "landscape")
        assert sheet.page_setup.paperSize == 9


# Formulas and texts.


@pytest.mark.parametrize("variant", VARIANTS)
def test_no_formula_has_a_sign_that_only_new_programs_know(variant):
    data = workbook_bytes(VARIANTS[variant].filled_book())
    found = 0
    for name, text in parts(data).items():
        if name.startswith("xl/worksheets/"):
            for formula in re.findall(r"<f[^>]*>([^<]*)</f>", text):
                found += 1
                assert "_xl" not in formula
                assert "SINGLE(" not in formula
                assert not formula.startswith("=")
                assert "@" not in re.sub(r'"[^"]*"', "", formula)
            assert 'cm="' not in text  # a dynamic array, which programs before Excel 365 misread
    assert found > 50


def letter_cells(data):
    """Return type, formula and value of the vocabulary's cells on the sheet itself."""
    book = HelloForward.chosen({"word": NASTY[:5], "vocabulary": NASTY}, 1).book()
    sheet = open_with_openpyxl(data)["forward"]
    cells = [sheet[str(cell)] for cell in book["vocabulary"].place.area.cells()]
    return [(cell.data_type, cell.value) for cell in cells]


NASTY = "=+-@<&>\"'#!{}%/\\ \u00a0;,.019Tß😀\u0301"


def test_letters_are_never_formulas_and_are_escaped(tmp_path):
    lesson = HelloForward.chosen({"word": NASTY, "vocabulary": NASTY}, 1)
    path = written(lesson, tmp_path)
    for part in parts(path.read_bytes()).values():
        if part.lstrip().startswith("<"):
            ElementTree.fromstring(part)
    file, book = read(path), lesson.filled_book()
    assert wrong_results(file, book) == []
    forward = file.sheets["forward"]
    for name in ("letter", "vocabulary"):
        for cell in book[name].place.area.cells():
            assert (cell.row, cell.column) not in forward.formulas
    # openpyxl marks "=" alone as a formula whatever the file says, so it is not asked.
    cells = letter_cells(path.read_bytes())
    assert [value for _, value in cells] == list(NASTY)
    assert {kind for kind, value in cells if value != "="} == {"s"}


def test_what_looks_like_an_escape_is_none(tmp_path):
    lesson = HelloForward.chosen({"word": "_x0041_x"}, 1)
    titles = list(read(written(lesson, tmp_path)).sheets["start"].values.values())
    assert any("_x0041_" in str(title) for title in titles)
    assert not any("“A" in str(title) for title in titles)


# Charts.


def chart_of(data, number):
    root = ElementTree.fromstring(parts(data)[f"xl/charts/chart{number}.xml"])
    series = []
    for element in root.iter(f"{CHART}ser"):
        found = {}
        for kind in ("tx", "cat", "val"):
            part = element.find(f"{CHART}{kind}")
            values = [point.text for point in part.iter(f"{CHART}v")]
            found[kind] = part.find(f".//{CHART}f").text, values
        series.append(found)
    return series


@pytest.mark.parametrize("variant", ["article", "two_units_two_steps", "long"])
def test_the_chart_shows_the_probabilities(variant):
    lesson = VARIANTS[variant]
    book, series = lesson.filled_book(), chart_of(workbook_bytes(lesson.filled_book()), 2)
    p, letter, vocabulary = book["p"], book["letter"], book["vocabulary"]
    assert len(series) == p.shape[0]
    for k, found in enumerate(series):
        row = f"forward!{p.place.cell(k, 0).a1(fix_row=True, fix_column=True)}"
        last = p.place.cell(k, -1).a1(fix_row=True, fix_column=True)
        assert found["val"][0] == (row if p.shape[1] == 1 else f"{row}:{last}")
        cells = letter.place.area.a1(fixed=True)
        assert found["cat"][0] == f"forward!{cells}"
        name = vocabulary.place.cell(k, 0).a1(fix_row=True, fix_column=True)
        assert found["tx"][0] == f"forward!{name}"
        # What the chart remembers is shown where nothing is calculated.
        np.testing.assert_allclose([float(v) for v in found["val"][1]], p.values[k], rtol=1e-15)
        assert found["cat"][1] == letter.values[0].tolist()
        assert found["tx"][1] == [vocabulary.values[k, 0]]


@pytest.mark.parametrize("variant", ["article", "wide"])
def test_what_could_return_a_range_is_an_array_formula(variant, tmp_path):
    """Excel 365 shows a plain INDEX of a file as @INDEX; an array formula stays as it is."""
    found = 0
    for sheet in read(written(VARIANTS[variant], tmp_path)).sheets.values():
        for cell, formula in sheet.formulas.items():
            if "INDEX(" in formula:
                found += 1
                assert cell in sheet.arrays, (sheet.name, cell)
    assert found == 2 * len(VARIANTS[variant].letters)
