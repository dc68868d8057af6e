"""The lesson `captioning`: the model, its pictures, and whatever a reader paints."""

import numpy as np
import openpyxl
import pytest

from tests.requirements import require
from xlrnn import api, nn
from xlrnn.errors import UsageError
from xlrnn.lessons.captioning.lesson import Captioning
from xlrnn.lessons.captioning.trained import MODEL, as_grid, trained
from xlrnn.lessons.common.lesson import texts
from xlrnn.tasks.caption.decoding import CaptionDecoder
from xlrnn.verify.verify import verify
from xlrnn.xlsx.writing.pictures import PIXELS

EMPTY = [*trained().pictures][-1]
PAINTED = {
    "another picture and window": {
        "picture": "C", "window_row": 10, "window_column": 7, "window_filter": 2,
    },
    "a name in small letters": {"picture": "d"},
    "no such picture": {"picture": "qwertz"},
    "any letter": {"picture": "?"},
    "pixels": {"paint": {(3, 4): "r", (7, 2): "R", (0, 0): "G"}},
    "no colour": {"paint": {(3, 4): "z", (5, 5): "?", (0, 0): "rr"}},
    "nothing drawn": {"picture": EMPTY},
    "one colour": {"paint": {(i, k): "b" for i in range(12) for k in range(12)}},
    "a letter that is no colour any more": {"letter_of": {(1, 0): "q"}},
}  # fmt: skip


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """The lesson with two steps, which is read quickly."""
    return api.build(["captioning"], tmp_path_factory.mktemp("built"), settings={"steps": "2"})[0]


def changed(path, changes, to):
    """Change cells of a workbook, as a reader does."""
    workbook = openpyxl.load_workbook(path)
    for name, values in changes.items():
        sheet, area = next(workbook.defined_names[name].destinations)
        first = workbook[sheet][area.replace("$", "").partition(":")[0]]
        for (down, right), value in (
            values.items() if isinstance(values, dict) else [((0, 0), values)]
        ):
            first.offset(down, right).value = value
    workbook.save(to)
    workbook.close()
    return to


def shown(lesson, **changes):
    return lesson.calculate({**lesson.inputs(), **changes})


def painted(cells):
    paint = np.full((12, 12), "", dtype=object)
    for place, letter in cells.items():
        paint[place] = letter
    return paint


@pytest.mark.parametrize(
    ("engine", "kinds"), [("ironcalc", PAINTED), ("libreoffice", ("any letter", "no colour"))]
)
def test_what_is_painted_is_followed_and_verified(book, tmp_path, engine, kinds):
    require(engine)
    books = [changed(book, PAINTED[kind], tmp_path / f"{kind}.xlsx") for kind in kinds]
    for result in verify(books, [engine], vary=0).books:
        assert result.outcome == "agree", (result.book, result.reason or result.engines[0])


def test_a_window_one_off_is_found_where_the_picture_is_black(book, tmp_path):
    """There all windows show the same: other pictures tell."""
    workbook = openpyxl.load_workbook(book)
    sheet, area = next(workbook.defined_names["conv_sum_1"].destinations)
    first = workbook[sheet][area.replace("$", "").partition(":")[0]]
    first.offset(1, 1).value = first.offset(1, 2).value
    workbook.save(tmp_path / "a.xlsx")
    workbook.close()
    (result,) = verify([tmp_path / "a.xlsx"]).books
    assert result.outcome == "differ"
    assert result.engines[0].first_difference.block == "conv_sum_1"


@pytest.mark.parametrize("name", trained().pictures)
def test_the_sentence_is_the_one_that_the_model_writes(name):
    model = trained()
    picture = np.array([[model.colours[letter] for letter in row] for row in model.pictures[name]])
    (written,) = CaptionDecoder(model.model).write(picture[None], 12)
    found = shown(Captioning(name))
    assert found["caption"][0, 0] == " ".join(model.tokens[k] for k in written.numbers)
    assert (found["ended"][0, 0] == "ended") == written.ended


def test_the_planes_and_maps_are_those_of_the_layers():
    model, found = trained(), shown(Captioning("B"))
    planes = np.stack([found[f"plane_{plane}"] for plane in ("red", "green", "blue")], axis=-1)
    conv, pool = model.layer(nn.Conv2D), model.layer(nn.MaxPooling2D)
    maps = np.array(conv(planes[None, 1:-1, 1:-1]))
    pooled = np.array(pool(maps))[0]
    for k in range(conv.filters):
        np.testing.assert_allclose(found[f"conv_map_{k + 1}"], maps[0, :, :, k], rtol=1e-12)
        np.testing.assert_allclose(found[f"pool_pooled_{k + 1}"], pooled[:, :, k], rtol=1e-12)
    np.testing.assert_array_equal(found["state_flattened"][:, 0], pooled.ravel())


def test_one_window_adds_up_to_its_cell_of_the_map():
    lesson = Captioning("A")
    for row, column, k in ((1, 1, 1), (10, 10, 9), (4, 7, 3)):
        chosen = {"row": row, "column": column, "filter": k}
        found = shown(lesson, **{f"window_{name}": np.array([[float(number)]])
                                 for name, number in chosen.items()})  # fmt: skip
        parts = sum(found[f"window_part_{plane}"] for plane in ("red", "green", "blue"))
        assert found["window_sum"] == pytest.approx(parts + found["window_bias"])
        assert found["window_found"][0, 0] == found[f"conv_map_{k}"][row - 1, column - 1]


def test_what_is_no_colour_is_background_and_the_sheet_says_so():
    lesson = Captioning("A")
    black = trained().letters[0]
    wrong, background = (shown(lesson, paint=painted({(4, 5): letter, (6, 6): letter}))
                         for letter in ("?", black))  # fmt: skip
    assert wrong["colours_known"][0, 0].endswith(": 2")
    assert background["colours_known"][0, 0] == "yes"
    np.testing.assert_array_equal(wrong["conv_sum_1"], background["conv_sum_1"])
    assert shown(lesson, picture=texts(["?"]))["picture_there"][0, 0].startswith("no: ")


def test_an_empty_picture_and_one_of_one_colour_have_the_same_number_everywhere():
    everywhere = painted({(i, k): "g" for i in range(12) for k in range(12)})
    for found in (shown(Captioning(EMPTY)), shown(Captioning("A"), paint=everywhere)):
        for k in range(1, 10):
            assert np.ptp(found[f"conv_sum_{k}"][1:-1, 1:-1]) < 1e-12  # the edges see less


def test_with_too_few_steps_the_sentence_is_cut_off():
    found = shown(Captioning("A", 3))
    assert found["ended"][0, 0].startswith("cut off")
    assert len(found["caption"][0, 0].split()) == 3


def test_each_colour_has_a_fill_and_each_picture_a_letter_for_each_place():
    model = trained()
    assert {*model.letters} <= {*PIXELS}
    for rows in model.pictures.values():
        assert as_grid(rows).shape == (model.side, model.side)
        assert {letter for row in rows for letter in row} <= {*model.letters}
    assert {*"".join(model.pictures[EMPTY])} == {model.letters[0]}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"picture": "Z"}, "picture is 'Z': expected one of A, B, C"),
        ({"steps": 1}, "steps is 1: expected 2 to 16"),
        ({"steps": 17}, "steps is 17"),
    ],
)
def test_what_cannot_be_is_refused(options, message):
    with pytest.raises(UsageError, match=message):
        Captioning(**options)


def test_the_file_of_the_model_is_small():
    assert MODEL.stat().st_size < 2_000_000
