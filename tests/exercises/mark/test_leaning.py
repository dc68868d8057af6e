"""What formulas lean on beside cells: tables, names of every kind, spilled arrays."""

import openpyxl
import pytest
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.table import Table

from tests.exercises.submissions import Pupil
from xlrnn.exercises.grade.grade import grade_file, job
from xlrnn.exercises.mark.mark import ORDER
from xlrnn.formula.cell import MAX_COLUMN, MAX_ROW, Cell, column_letters


@pytest.fixture
def pupil(handed):
    return Pupil(handed[0].blank, handed[0].assignment)


@pytest.fixture
def grade(pupil, handed, tmp_path):
    def run(order=ORDER):
        return grade_file(job(pupil.save(tmp_path / "x.xlsx"), handed[0].key, order=order))

    return run


def beside(pupil):
    return max(place.columns[-1] for block in pupil.sheet.book.blocks
               if (place := block.located()).sheet == pupil.page.title) + 5  # fmt: skip


def table(pupil, name, width, rows):
    """A table of formulas to the right of the page, a row of the sheet for each of its rows."""
    column, top = beside(pupil), rows[0][0] - 1
    for number in range(width):
        pupil.page.cell(top, column + number).value = "xyz"[number]
    for row, formulas in rows:
        for number, formula in enumerate(formulas):
            pupil.page.cell(row, column + number).value = formula
    last = f"{column_letters(column + width - 1)}{rows[-1][0]}"
    found = Table(displayName=name, ref=f"{column_letters(column)}{top}:{last}")
    pupil.page.add_table(found)
    return column


def right(found):
    assert (found["score"], found["reason"]) == (found["max_score"], "")
    assert [cell for cell in found["cells"] if cell["state"] != "right"] == []
    assert not any("not decided" in note for note in found["notes"])


@pytest.mark.parametrize("engine", [None, *ORDER])
def test_columns_of_a_table(pupil, grade, engine):
    sheet = pupil.fill().sheet
    rows = sheet.size("h")[0]
    place = sheet.book["h"].located()
    total = [f"={sheet.at('a_x', i, 0)}+{sheet.at('a_h', i, 0)}" for i in range(rows)]
    table(pupil, "Zwischen", 2, [(place.rows[i], [i + 1, total[i]]) for i in range(rows)])
    pupil.put("h", 0, 0, "TANH(INDEX(Zwischen[y],1))")
    pupil.put("h", 1, 0, "TANH(Zwischen[[#This Row],[y]])")
    pupil.put("h", 2, 0, "TANH(Zwischen[y])")
    right(grade([engine] if engine else ORDER))


def test_a_wrong_column_of_a_table_is_refused_with_its_reason(pupil, grade):
    sheet = pupil.fill().sheet
    place = sheet.book["h"].located()
    rows = [
        (place.rows[i], [i + 1, f"={sheet.at('a_x', i, 0)}"]) for i in range(sheet.size("h")[0])
    ]
    table(pupil, "Zwischen", 2, rows)
    pupil.put("h", 1, 0, "TANH(Zwischen[[#This Row],[y]])")
    found = grade()
    assert [(c["block"], c["row"], c["misconception"]) for c in found["cells"]] == [
        ("h", 2, "state-left-out")
    ]


def moved(page, row, column):
    """A reference that is so many rows and columns away, as names store it: seen from A1."""
    cell = Cell(row % MAX_ROW + 1, column % MAX_COLUMN + 1)
    return f"{page}!{cell}"


@pytest.mark.parametrize("engine", [None, *ORDER])
def test_names_that_move_with_the_cell(pupil, grade, engine):
    """`davor` is the state of the step before, of the unit in the same row of the other block."""
    sheet, page = pupil.fill().sheet, pupil.page.title
    here, there = sheet.book["h_prev"].located(), sheet.book["h"].located()
    text = moved(page, there.rows[0] - here.rows[0], -1)
    pupil.workbook.defined_names["davor"] = DefinedName("davor", attr_text=text)
    for i, t in pupil.cells("h_prev"):
        if t:
            pupil.put("h_prev", i, t, "davor")
    right(grade([engine] if engine else ORDER))


def test_a_name_that_moves_to_the_wrong_step_is_refused(pupil, grade):
    sheet, page = pupil.fill().sheet, pupil.page.title
    here, there = sheet.book["h_prev"].located(), sheet.book["h"].located()
    text = moved(page, there.rows[0] - here.rows[0], -2)
    pupil.workbook.defined_names["davor"] = DefinedName("davor", attr_text=text)
    pupil.put("h_prev", 0, 2, "davor")
    found = grade()
    assert [(c["block"], c["row"], c["step"]) for c in found["cells"]] == [("h_prev", 1, 3)]


@pytest.mark.parametrize("engine", ORDER)
def test_names_of_formulas_of_lambdas_and_of_one_sheet(pupil, grade, engine):
    sheet, page = pupil.fill().sheet, pupil.page
    names, at = pupil.workbook.defined_names, f"{page.title}!{{}}".format
    names["eins"] = DefinedName("eins", attr_text="1")
    names["gross"] = DefinedName(
        "gross", attr_text=at(sheet.at("logits_max", 0, 0, fix="rc")) + "*eins"
    )
    local = DefinedName("gross", attr_text=at(sheet.at("logits_max", 0, 1, fix="rc")))
    page.defined_names["gross"] = local
    names["summe"] = DefinedName("summe", attr_text=at(sheet.at("exps_sum", 0, 0, fix="rc")))
    names["kehrwert"] = DefinedName("kehrwert", attr_text="1/summe")
    pupil.put("exps", 0, 1, f"EXP({sheet.at('logits', 0, 1)}-gross)*eins")
    pupil.put("p", 0, 0, f"{sheet.at('exps', 0, 0)}*kehrwert")
    right(grade([engine]))


@pytest.mark.parametrize("engine", ORDER)
def test_a_spilled_array(pupil, grade, engine):
    """The newest Excel writes K5# as ANCHORARRAY(K5)."""
    sheet = pupil.fill().sheet
    column, row = beside(pupil), sheet.book["exps"].located().rows[0]
    height = sheet.size("exps")[0]
    first, last = Cell(row, column), Cell(row + height - 1, column)
    pupil.page[str(first)] = ArrayFormula(f"{first}:{last}", f"={sheet.column('exps', 0)}*1")
    pupil.put("exps_sum", 0, 0, f"SUM(_xlfn.ANCHORARRAY({first}))")
    pupil.put("p", 0, 0, f"{sheet.at('exps', 0, 0)}/SUM(_xlfn.SINGLE({sheet.row('exps_sum', 0)}))")
    found = grade([engine])
    assert [c for c in found["cells"] if c["block"] == "exps_sum"] == []


def test_a_lambda_by_name(pupil, grade):
    sheet = pupil.fill().sheet
    text = "_xlfn.LAMBDA(_xlpm.x,TANH(_xlpm.x))"
    pupil.workbook.defined_names["zelle"] = DefinedName("zelle", attr_text=text)
    for i, t in pupil.cells("h"):
        pupil.put("h", i, t, f"zelle({sheet.at('a_x', i, t)}+{sheet.at('a_h', i, t)})")
    right(grade(ORDER[:2]))


def test_a_what_if_table_is_not_decided(pupil, handed, tmp_path):
    from tests.cli.workbooks import pack, parts_of

    sheet = pupil.fill().sheet
    cell = sheet.at("h", 0, 0)
    path = pupil.save(tmp_path / "x.xlsx")
    parts = parts_of(path)
    (name,) = [n for n, part in parts.items() if f'r="{cell}"'.encode() in part
               and b"TANH" in part]  # fmt: skip
    before = parts[name].decode().partition(f'<c r="{cell}"')
    tail = before[2].partition("</f>")[2]
    table = f'<f t="dataTable" ref="{cell}" dt2D="0" dtr="1" r1="A1"/>'
    parts[name] = f'{before[0]}<c r="{cell}">{table}{tail}'.encode()
    found = grade_file(job(pack(path, parts), handed[0].key))
    states = {c["cell"].partition("!")[2]: c["state"] for c in found["cells"]}
    assert states.get(cell) == "not decided"
    assert any("what-if table" in note for note in found["notes"])


def test_openpyxl_reads_the_tables_back(pupil, tmp_path):
    """The tables of these tests are in the file."""
    table(pupil.fill(), "Zwischen", 2, [(5, [1, 2]), (6, [3, 4])])
    book = openpyxl.load_workbook(pupil.save(tmp_path / "x.xlsx"))
    assert list(book[pupil.page.title].tables) == ["Zwischen"]
