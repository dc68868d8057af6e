"""NumPy and the engines agree on every calculation cell, far closer than `verify` demands."""

import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.lessons.variants import VARIANTS, lessons
from tests.requirements import need
from xlrnn import engines
from xlrnn.errors import EngineMissingError
from xlrnn.names import Role
from xlrnn.xlsx.planting.calculation_copy import PLANT, write_calculation_copy
from xlrnn.xlsx.reading.package import open_package
from xlrnn.xlsx.reading.read import read
from xlrnn.xlsx.writing.write import workbook_bytes

RELATIVE = ABSOLUTE = 1e-12
CALCULATED = (Role.CALCULATION, Role.STATE, Role.OUTPUT, Role.LABEL)
CONSTANT = (Role.INPUT, Role.PARAMETER)


def as_stored(inputs):
    """Return inputs as the file holds them, with 16 significant digits."""
    return {
        name: array
        if array.dtype == object
        else np.array([[float(f"{number:.16g}") for number in row] for row in array.tolist()])
        for name, array in inputs.items()
    }


def calculated_by(engine, lesson, inputs):
    """Return the lesson's book with NumPy's values, and what an engine shows in each block."""
    book = lesson.book()
    book.fill_values(lesson.expected(inputs))
    with tempfile.TemporaryDirectory() as folder:
        path, copy = Path(folder) / "book.xlsx", Path(folder) / "copy.xlsx"
        path.write_bytes(workbook_bytes(book))
        write_calculation_copy(open_package(path), copy)
        with engine.load(copy) as sheets:
            sheets.calculate()
            shown = {}
            for block in book.blocks:
                area = block.place.area
                shown[block.name] = sheets.read(
                    block.page, area.first.row, area.first.column, *area.shape
                )
    return book, shown


def same(expected, actual):
    if isinstance(expected, str):
        return actual in (expected, *getattr(expected, "others", ()))
    if type(actual) is not float or actual == PLANT:
        return False
    apart = abs(actual - expected)
    return apart <= ABSOLUTE or apart <= RELATIVE * abs(expected)


def disagreements(book, shown):
    """Return the calculation cells on which the two differ, and how many were compared."""
    wrong, compared = [], 0
    for block in book.blocks:
        if block.role not in CALCULATED or block.constant:
            continue
        for i, t in np.ndindex(*block.shape):
            compared += 1
            expected, actual = block.values[i, t], shown[block.name][i][t]
            if not same(expected, actual):
                wrong.append((block.name, i, t, expected, actual))
    return wrong, compared


# No weight of the recurrent part is larger than 1 / units, so that what one step rounds away the
# next ones do not blow up; saturation by large numbers is what the extremes are for.
ORDINARY = st.floats(-4, 4)
TINY = st.sampled_from([0.0, -0.0, 1e-300, -1e-300, 5e-17, -1.0])
HUGE = st.sampled_from([1e6, -1e6, 12345.678901234567, 0.1, 1 / 3])


@st.composite
def weighed(draw):
    """Return a lesson and weights of any kind for it."""
    lesson = draw(lessons(steps=8, letters=9, units=8))
    inputs = dict(lesson.inputs())

    def fill(name, numbers, scale=1.0):
        count = inputs[name].size
        found = draw(st.lists(numbers, min_size=count, max_size=count))
        inputs[name] = scale * np.array(found).reshape(inputs[name].shape)

    fill("W_xh", st.one_of(ORDINARY, TINY, HUGE))
    fill("w_hh" if lesson.tied else "W_hh", st.one_of(st.floats(-1, 1), TINY), 1 / lesson.units)
    fill("b_h", st.one_of(ORDINARY, TINY, HUGE))
    fill("W_hy", st.one_of(ORDINARY, TINY))
    fill("h_0", st.one_of(st.floats(-1, 1), TINY))
    return lesson, as_stored(inputs)


@settings(max_examples=15, deadline=None)
@given(weighed())
def test_numpy_and_ironcalc_agree_whatever_the_weights(case):
    with engines.get("ironcalc") as engine:
        wrong, compared = disagreements(*calculated_by(engine, *case))
    assert wrong == []
    assert compared > 0


# A fixed set, on every engine that is here.


@pytest.fixture(scope="session", params=["ironcalc", "libreoffice", "cellrune", "formulon"])
def engine(request):
    # formulon's compiled module takes seconds to make, and is kept from run to run.
    with pytest.MonkeyPatch.context() as patch, engines.get(request.param) as engine:
        patch.setenv("XLRNN_CACHE", str(request.config.cache.mkdir("xlrnn")))
        try:
            engine.version()
        except EngineMissingError as error:
            need(request.param, False, str(error))
        yield engine


def extreme(lesson):
    """Return a lesson's weights with a few extreme ones among them."""
    inputs = {name: array.copy() for name, array in lesson.inputs().items()}
    inputs["W_xh"][0, :4] = [1e6, -1e6, 1e-300, 0.0]
    inputs["b_h"][0, 0] = -123456.789
    inputs["W_hy"][1, :2] = [-1e-300, 5e-17]
    return as_stored(inputs)


@pytest.mark.parametrize("variant", ["article", "textbook", "matrix_products"])
def test_numpy_and_every_engine_agree_to_12_digits(engine, variant):
    lesson = VARIANTS[variant]
    wrong, compared = disagreements(*calculated_by(engine, lesson, as_stored(lesson.inputs())))
    assert wrong == []
    assert compared > 150


def test_they_agree_on_extreme_weights(engine):
    lesson = VARIANTS["textbook"]
    wrong, _ = disagreements(*calculated_by(engine, lesson, extreme(lesson)))
    assert wrong == []


def test_the_checks_say_so_in_every_program(engine):
    """The page that travels with the workbook reaches the same verdict everywhere."""
    lesson = VARIANTS["article"]
    _, shown = calculated_by(engine, lesson, as_stored(lesson.inputs()))
    assert shown["numpy_summary"] == shown["notation_summary"] == [["agrees"]]
    assert {row[0] for row in shown["numpy_verdict"]} == {"agrees"}
    assert all(row[0] < 1e-12 for row in shown["numpy_difference"])


def test_this_would_notice_a_difference_and_a_result_that_was_not_calculated():
    lesson = VARIANTS["article"]
    with engines.get("ironcalc") as engine:
        book, shown = calculated_by(engine, lesson, as_stored(lesson.inputs()))
    shown["h"][1][2] += 2e-12
    shown["p"][0][0] = PLANT
    shown["predicted"][0][1] = "e"
    shown["logits"][0][0] = None
    wrong, _ = disagreements(book, shown)
    assert [cell[:3] for cell in wrong] == [
        ("h", 1, 2), ("logits", 0, 0), ("p", 0, 0), ("predicted", 0, 1),
    ]  # fmt: skip


def test_the_inputs_are_read_back_as_numpy_got_them(tmp_path):
    lesson = VARIANTS["textbook"]
    book = lesson.book()
    book.fill_values(lesson.expected(extreme(lesson)))
    path = tmp_path / "book.xlsx"
    path.write_bytes(workbook_bytes(book))
    values = read(path).sheets["forward"].values
    for block in book.blocks:
        if block.role in CONSTANT and block.page == "forward":
            for i, t in np.ndindex(*block.shape):
                cell = block.place.cell(i, t)
                assert values[cell.row, cell.column] == block.values[i, t]
