"""The trials of an exercise tell each small change of a right formula from it."""

import csv
import itertools
import json

import numpy as np
import pytest

from tests.exercises.submissions import Pupil
from xlrnn import api, lessons
from xlrnn.errors import UsageError
from xlrnn.exercises.ask.calculated_again import same_when_pasted
from xlrnn.exercises.ask.choose_trials import POOL, choose_trials
from xlrnn.exercises.ask.defaults import LEVELS, defaults
from xlrnn.exercises.ask.fewest_trials import fewest
from xlrnn.exercises.ask.key import Assignment, read_key
from xlrnn.exercises.ask.many_trials import ManyTrials
from xlrnn.exercises.ask.questions import GUESS, choose_questions, fillable
from xlrnn.exercises.ask.trials import trials
from xlrnn.exercises.grade.grade import grade_file, job
from xlrnn.exercises.make.book import exercise_book
from xlrnn.exercises.make.exercise import make
from xlrnn.exercises.mistakes.changes import SIGN, SOMETIMES, PartOfBlock, changes
from xlrnn.formula.block import Ref
from xlrnn.formula.expression import Call
from xlrnn.formula.walk import everything, rule_of
from xlrnn.formula.writing.fill import cell_texts
from xlrnn.sheet.book import shown_by


def marked(folder, lesson, block, cells, **options):
    """The points of a block that is filled so, all others as in the lesson."""
    blank, *_ = make(lesson, folder, seed=3, **options)
    assignment = read_key(folder).assignments[0]
    pupil = Pupil(blank, assignment)
    for name in pupil.asked:
        texts = cell_texts(pupil.sheet.book[name])
        for i, t in pupil.cells(name):
            pupil.put(name, i, t, cells(pupil, i, t) if name == block else texts[i][t])
    result = grade_file(job(pupil.save(folder / "x.xlsx"), folder))
    assert not result["reason"]
    return {line["id"]: line["score"] / line["points"] for line in result["criteria"]}


def at(pupil, block, i, t):
    place = pupil.sheet.book[block].located()
    return f"'{place.sheet}'!{place.cell(i, t)}"


def text(pupil, block, i, t):
    return cell_texts(pupil.sheet.book[block])[i][t]


def copied(pupil, i, t):
    """The letter l comes twice: =J17 in the column beside."""
    return at(pupil, "a_h", i, 2) if t == 3 else text(pupil, "logits", i, t)


def beside(pupil, i, t):
    return at(pupil, "a_x", i, t - 1) if t == 3 else text(pupil, "a_x", i, t)


def added(pupil, name):
    """How a number on the page of the word stands in a sum."""
    return f"+word!{pupil.sheet.book[name].located().area.a1(fixed=True)}"


def short(pupil, i, t):
    """A range one cell short."""
    place = pupil.sheet.book["logits"].located()
    return f"MAX({place.cell(0, t)}:{place.cell(len(place.rows) - 2, t)})"


UNDESERVED = {
    "the column beside": ("hello-forward", "a_x", beside, {"blanks": ["a_x"]}),
    "a range one cell short": ("hello-forward", "logits_max", short, {"blanks": ["logits_max"]}),
    "the size of a state": (
        "hello-forward", "h",
        lambda p, i, t: f"ABS({text(p, 'h', i, t)})", {"blanks": ["h"]},
    ),
    "no negative state": (
        "hello-forward", "h",
        lambda p, i, t: f"MAX(0,{text(p, 'h', i, t)})", {"blanks": ["h"]},
    ),
    "a scale of 1": (
        "hello-training", "e_gradient_scale", lambda p, i, t: "0*A1+1",
        {"blanks": ["e_gradient_scale"]},
    ),
    "a typed bound": (
        "hello-training", "e_gradient_scale",
        lambda p, i, t: f"MIN(1,5/{at(p, 'e_gradient_norm', i, 0)})",
        {"blanks": ["e_gradient_scale"]},
    ),
    "Adam without its small number": (
        "hello-training", "e_step_b_h",
        lambda p, i, t: text(p, "e_step_b_h", i, t).replace(added(p, "epsilon_adam"), ""),
        {"blanks": ["e_step_b_h"], "settings": {"optimizer": "Adam"}},
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", UNDESERVED)
def test_what_is_right_by_the_numbers_that_an_exercise_happens_to_have_is_refused(tmp_path, case):
    lesson, block, cells, options = UNDESERVED[case]
    assert marked(tmp_path, lesson, block, cells, **options)[block] < 1


@pytest.mark.parametrize("name", lessons.LESSON_NAMES)
def test_every_change_of_every_lesson_is_told_apart(name):
    lesson = lessons.get(name).chosen(defaults(name).options, 3)
    task = choose_questions(lesson, 2)
    book = lesson.book()
    choice = choose_trials(book, task.marked, lesson.inputs(), 1, defaults(name).unreached)
    assert 3 <= len(choice.numbers) <= 7
    for line in choice.lines:
        if line.kind not in SOMETIMES:
            assert line.told + line.same == line.changes, line
    assert sum(line.told for line in choice.lines) > 500


def test_the_fewest_trials_are_taken():
    """Whoever takes the one that tells most first needs one more."""
    told = np.array([[0, 1, 0, 1], [0, 1, 0, 1], [0, 0, 1, 1], [0, 0, 1, 1], [0, 1, 0, 0],
                     [0, 0, 1, 0], [1, 0, 0, 0], [0, 0, 0, 0]], dtype=bool)  # fmt: skip
    steady = np.array([True, True, True, True, False])
    taken = fewest(np.hstack([told, told[:, :1]]), steady)
    assert taken[:3] == [0, 1, 2]
    assert taken == [0, 1, 2, 3]  # at least four


def test_what_is_not_steady_is_never_taken():
    assert fewest(np.zeros((0, 3), dtype=bool), np.array([True, False, True])) == [0, 2]
    assert fewest(np.array([[False, False, False]]), np.array([True, False, False])) == [0]


@pytest.mark.parametrize("seed", range(3))
def test_letters_are_drawn_for_each_place_alone(seed):
    """Two places that have the same letter do not stay alike, whichever letter a row stands for."""
    lesson = lessons.get("hello-bptt").chosen({}, 3)
    tried = trials(lesson.book().blocks, lesson.inputs(), seed, range(1, POOL))
    rows = np.array(
        [one["vocabulary"].ravel()[:, None] == one["letter"].ravel() for one in tried[1:]]
    )
    for one, other in itertools.combinations(range(rows.shape[2]), 2):
        assert (rows[:, :, one] != rows[:, :, other]).any(axis=0).all()
    assert rows[3:7].any(axis=0).all()  # in a round each letter stands at each place


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("name", ["hello-bptt", "mlp-to-rnn"])
def test_every_level_tells_all_apart(tmp_path, name, level):
    make(name, tmp_path, level=level, seed=3)
    assert read_key(tmp_path).assignments[0].trials


@pytest.mark.parametrize("name", ["hello-bptt", "hello-training", "gru-cell", "vanishing-gradient"])
def test_many_trials_at_once_show_what_numpy_calculates(name):
    lesson = lessons.get(name).chosen(defaults(name).options, 3)
    book, inputs = lesson.book(), lesson.inputs()
    tried = trials(book.blocks, inputs, 5, range(1, 4))
    many = ManyTrials(tried, 100_000)
    for number, one in enumerate(tried):
        truth = lesson.expected({**inputs, **one})
        for block, cells in choose_questions(lesson, 2).marked.items():
            right = shown_by(book[block], truth)
            got = [many.cell(book[block], *cell)[number] for cell in cells]
            np.testing.assert_allclose(got, [right[c] for c in cells], rtol=1e-8, atol=1e-12)


def test_what_no_inputs_tell_apart_is_refused_in_words(tmp_path):
    with pytest.raises(UsageError, match=r"short_dh_dy.*cannot be marked: it is 0 whatever"):
        make("vanishing-gradient", tmp_path, blanks=["short_dh_dy"])
    assert not [*tmp_path.rglob("*")]


def test_an_exercise_is_refused_if_a_change_cannot_be_told(tmp_path, monkeypatch):
    """As in a lesson of which a guard is not known."""
    from xlrnn.exercises.ask import choose_trials

    monkeypatch.setattr(choose_trials, "defaults", lambda _: defaults("none"))
    with pytest.raises(UsageError, match="block rnn_felt_norm cannot be marked"):
        make("vanishing-gradient", tmp_path)
    assert not [*tmp_path.rglob("*")]


def test_changes_are_of_each_part():
    lesson = lessons.get("hello-forward").chosen({}, 3)
    block = lesson.book()["exps"]
    right = rule_of(block, 1, 2)
    found = [*changes(right, block, 1, 2, [(right, 0.5)])]
    kinds = {change.kind for change in found}
    assert {"a term left out", "a sign turned", "a neighbour read", "the cell beside", SIGN,
            "a function left out", "a number typed for a cell"} <= kinds  # fmt: skip
    most = rule_of(lesson.book()["logits_max"], 0, 1)
    short = [c.expression for c in changes(most, lesson.book()["logits_max"], 0, 1, [])
             if c.kind == "a range one cell short"]  # fmt: skip
    assert isinstance(most, Call)
    rows = [part.rows for one in short for part in one.arguments if isinstance(part, PartOfBlock)]
    assert rows == [range(1, 4), range(3)]
    assert not any(isinstance(part, Ref) for one in short for part in everything(one))


def test_the_key_keeps_the_trials_and_makes_them_anew(tmp_path):
    make("hello-forward", tmp_path / "one", seed=4)
    make("hello-forward", tmp_path / "two", seed=4)
    one, two = (read_key(tmp_path / name).assignments[0] for name in ("one", "two"))
    assert one == two and len(one.trials) >= 3
    without = Assignment.of({**one.as_dict(), "trials": ()})
    assert without.chance == one.chance  # what is drawn does not depend on what is chosen


def test_a_key_from_before_is_read_and_its_trials_are_chosen(tmp_path):
    _, solved, key = make("hello-forward", tmp_path, seed=4)
    content = json.loads(key.read_text())
    del content["assignments"][0]["trials"]
    key.write_text(json.dumps(content))
    result = grade_file(job(solved, tmp_path))
    assert result["score"] == result["max_score"]


def test_a_table_says_what_is_told_apart(tmp_path):
    paths = api.exercise("hello-forward", tmp_path, seed=4, tells_apart=True)
    (table,) = [path for path in paths if path.name == "tells-apart.csv"]
    assert table.parent.name == "key"
    with table.open(encoding="utf-8") as file:
        lines = [*csv.DictReader(file)]
    assert {line["block"] for line in lines} == {"a_h", "h", "logits"}
    assert sum(int(line["told"]) for line in lines) > 1000


# Constants, predictions, copies.


def test_a_typed_constant_is_right_where_the_rule_reads_nothing(tmp_path):
    blank, *_ = make("hello-bptt", tmp_path, blanks=["dh_next"], seed=3)
    pupil = Pupil(blank, read_key(tmp_path).assignments[0])
    for i, t in pupil.cells("dh_next"):
        if t == 3:
            pupil.type("dh_next", i, t, 0)
        else:
            pupil.put("dh_next", i, t, text(pupil, "dh_next", i, t))
    result = grade_file(job(pupil.save(tmp_path / "x.xlsx"), tmp_path))
    assert (result["score"], result["cells"]) == (2, [])
    pupil = Pupil(blank, read_key(tmp_path).assignments[0])
    for i, t in pupil.cells("dh_next"):
        pupil.type("dh_next", i, t, 1 if t == 3 else 0)
    result = grade_file(job(pupil.save(tmp_path / "y.xlsx"), tmp_path))
    assert result["score"] == 0


@pytest.mark.parametrize(
    ("guess", "points"), [("0.5", 1), (" ", 0), (None, 0), ("=forward!H64", 0), ("=0.5", 0)]
)
def test_a_formula_or_a_blank_is_no_prediction(tmp_path, guess, points):
    blank, *_ = make("hello-forward", tmp_path, level=5, seed=3)
    pupil = Pupil(blank, read_key(tmp_path).assignments[0])
    for i, t in pupil.cells(GUESS):
        pupil.type(GUESS, i, t, guess)
    result = grade_file(job(pupil.save(tmp_path / "x.xlsx"), tmp_path))
    (line,) = [line for line in result["criteria"] if line["id"] == GUESS]
    assert line["score"] == points
    assert bool(line["reasons"]) == (not points)


@pytest.mark.parametrize(
    ("lesson", "blanks", "also"),
    [
        ("sentiment", ("gru_update",), {"gru_reset"}),
        ("gru-cell", ("update",), {"reset"}),
        ("hello-forward", ("h",), set()),
    ],
)
def test_what_could_be_copied_is_blank_too(lesson, blanks, also):
    chosen = lessons.get(lesson).chosen(defaults(lesson).options, 3)
    assert {*choose_questions(chosen, 2, blanks).blanks} == {*blanks} | also


@pytest.mark.parametrize("name", lessons.LESSON_NAMES)
def test_no_formula_can_be_copied_from_another_block(name):
    lesson = lessons.get(name).chosen(defaults(name).options, 3)
    for level in (2, 3, 5):
        task = choose_questions(lesson, level)
        book = exercise_book(lesson, task)
        able = {block.name for block in fillable(book)}
        for asked in task.marked:
            assert {*same_when_pasted(book, asked)} & able <= {*task.marked}, (level, asked)


def test_a_limit_that_is_put_in_is_seen_where_numbers_are_larger(tmp_path):
    blanks = ["dh_out", "dh", "d_candidate", "da_candidate", "dW_hg", "da_reset", "d_update"]

    def limited(pupil, i, t):
        return f"MIN(1,{text(pupil, 'd_candidate', i, t)})"

    points = marked(tmp_path, "gru-cell", "d_candidate", limited, blanks=[*blanks, "dh_back", "dx"])
    assert points["d_candidate"] < 1
    assert points["da_reset"] == 1


def test_a_block_may_be_asked_of_which_no_digit_is_left_where_it_is_hidden(tmp_path):
    """Beside a billion the score of another word shows the same."""
    made = make("translation", tmp_path, blanks=["scores_masked_score"], seed=3)
    assert made


def test_a_block_whose_window_stays_is_not_asked(tmp_path):
    with pytest.raises(UsageError, match=r"window_seen_red.*which window and filter are looked at"):
        api.exercise("captioning", tmp_path, blanks=["window_seen_red"])
    assert not list(tmp_path.iterdir())
