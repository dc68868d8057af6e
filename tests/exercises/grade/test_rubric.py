"""Rubrics: points, weights, alternatives, functions, and that each line awards and refuses."""

import pytest

from tests.exercises.submissions import Pupil
from xlrnn import api
from xlrnn.commands.main import run
from xlrnn.errors import UnreadableError, UsageError
from xlrnn.exercises.grade.grade import grade_file, job
from xlrnn.exercises.grade.rubric import Criterion, Rubric, default_rubric, read_rubric
from xlrnn.exercises.judge.verdict import CellVerdict, State

GOOD = """
schema = "xlrnn/rubric/1"
lesson = "hello-forward"
level = 2

[[criterion]]
id = "recurrent"
title = "the recurrent part and the state"
blocks = { a_h = 1, h = 2 }
points = 6
require = []
award = ["solution"]
refuse = ["empty", "typed", "bias-left-out"]

[[criterion]]
id = "state"
any_of = ["h", "logits"]
mark = "whole"
points = 3
require = ["TANH"]
award = ["solution", { h = "=TANH(H29+H17)" }]
refuse = ["activation-left-out", { h = "=(EXP(2*(H29+H17))-1)/(EXP(2*(H29+H17))+1)" }]
"""


def written(tmp_path, text):
    path = tmp_path / "rubric.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_good_rubric_passes_its_cases(tmp_path, capsys):
    assert run(["rubric", "test", str(written(tmp_path, GOOD))]) == 0
    assert "8 of 8 cases are as they must be" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("old", "new", "must"),
    [
        ('require = ["TANH"]', 'require = ["SIN"]', "award"),  # can never award
        ('any_of = ["h", "logits"]', 'any_of = ["h"]\nforbid = ["TANH"]', "award"),
        ('refuse = ["empty", "typed", "bias-left-out"]', 'refuse = ["solution"]', "refuse"),
        ('refuse = ["empty"', 'refuse = [{ h = "=TANH(H17+H29)" }, "empty"', "refuse"),
    ],
)
def test_a_rubric_that_is_wrong_is_found(tmp_path, old, new, must, capsys):
    assert old in GOOD
    results = api.check_rubric(written(tmp_path, GOOD.replace(old, new)))
    assert must in {result.must for result in results if not result.right}
    assert run(["rubric", "test", str(tmp_path / "rubric.toml")]) == 1
    assert "WRONG" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('refuse = ["empty", "typed", "bias-left-out"]', "", "has no refuse cases"),
        ('award = ["solution"]\nrefuse', "award = []\nrefuse", "has no award cases"),
        ("points = 6", "points = 0", "points is 0, expected a number above 0"),
        ("points = 6", "points = nan", "points is nan"),
        ("points = 6", 'points = "6"', "points is '6'"),
        ('mark = "whole"', 'mark = "half"', "mark is 'half'"),
        ("{ a_h = 1, h = 2 }", "{ a_h = -1 }", "expected names, or names with weights"),
        ("{ a_h = 1, h = 2 }", '["W_xh"]', "about W_xh, which is not blank"),
        ('id = "state"', 'id = "recurrent"', "two criteria of the same id"),
        ('id = "state"', 'colour = "red"', "has colour: expected some of"),
        ("xlrnn/rubric/1", "xlrnn/rubric/9", 'expected schema = "xlrnn/rubric/1"'),
        ('lesson = "hello-forward"', "", "name the lesson"),
        ('"activation-left-out"', '"nonsense"', "case 'nonsense' .* is none of"),
        ('mark = "whole"', "cost = -1", "cost is -1, expected a number above 0"),
        ('mark = "whole"', 'keep = "h"', "keep = 'h', expected names as in"),
        ('mark = "whole"', 'keep = ["W_xh"]', "about W_xh, which is not blank"),
        ('any_of = ["h", "logits"]', "", "say which blocks count"),
    ],
)
def test_rubrics_that_make_no_sense(tmp_path, old, new, message):
    assert old in GOOD
    with pytest.raises(UsageError, match=message):
        api.check_rubric(written(tmp_path, GOOD.replace(old, new)))


def test_no_rubric(tmp_path):
    with pytest.raises(UnreadableError, match="no TOML file"):
        read_rubric(written(tmp_path, "a = ["))
    with pytest.raises(UsageError, match="has no \\[\\[criterion\\]\\]"):
        read_rubric(written(tmp_path, 'schema = "xlrnn/rubric/1"'))


def verdicts(**blocks):
    return [
        CellVerdict(name, 0, t, "", State.RIGHT if sign == "+" else State.WRONG, formula="SUM(A1)")
        for name, signs in blocks.items()
        for t, sign in enumerate(signs)
    ]


@pytest.mark.parametrize(
    ("criterion", "score"),
    [
        (Criterion("a", "", {"h": 1.0}, 4.0), 2.0),
        (Criterion("a", "", {"h": 1.0, "p": 3.0}, 4.0), 3.5),
        (Criterion("a", "", {"h": 1.0, "p": 3.0}, 4.0, alternatives=True), 4.0),
        (Criterion("a", "", {"h": 1.0}, 4.0, whole=True), 0.0),
        (Criterion("a", "", {"p": 1.0}, 4.0, require=frozenset({"SUM"})), 4.0),
        (Criterion("a", "", {"p": 1.0}, 4.0, require=frozenset({"TANH"})), 0.0),
        (Criterion("a", "", {"p": 1.0}, 4.0, forbid=frozenset({"SUM"})), 0.0),
        (Criterion("a", "", {"p": 1.0}, 4.0, keep=("h",)), 3.0),
        (Criterion("a", "", {"p": 1.0}, 4.0, keep=("h",), cost=9.0), 0.0),
        (Criterion("a", "", {"h": 1.0}, 4.0, keep=("p",)), 2.0),
        (Criterion("a", "", {"none": 1.0}, 4.0), 0.0),  # what was never judged earns nothing
    ],
)
def test_scores(criterion, score):
    assert criterion.score(verdicts(h="+-", p="++")) == score


@pytest.mark.parametrize("level", [1, 2, 3, 4, 5])
def test_the_default_rubric_of_every_level_awards_and_refuses(levels, solution, level):
    rubric = default_rubric(levels[level].assignment.questions)
    rubric.check_fits("hello-forward", levels[level].assignment.questions)
    full = grade_file(job(solution[level], levels[level].key))
    none = grade_file(job(levels[level].blank, levels[level].key))
    for line in full["criteria"]:
        assert line["score"] == line["points"] or line["id"] == "guess"
    assert all(line["score"] == 0 for line in none["criteria"])


def test_a_rubric_of_ones_own(handed, tmp_path):
    text = """
schema = "xlrnn/rubric/1"
[[criterion]]
id = "p"
title = "softmax without MMULT"
blocks = "p"
points = 10
forbid = ["EXP"]
award = ["solution"]
refuse = ["empty"]
"""
    pupil = Pupil(handed[0].blank, handed[0].assignment).fill(
        p=lambda s, i, t: f"EXP(LN({s.at('exps', i, t)}/{s.at('exps_sum', 0, t)}))"
    )
    path = pupil.save(tmp_path / "x.xlsx")
    found = grade_file(job(path, handed[0].key, written(tmp_path, text)))
    assert (found["score"], found["max_score"]) == (0, 10)
    assert found["criteria"][0]["reasons"][0].startswith("the formula must not use EXP: ")


@pytest.mark.parametrize("meant", [("lstm-cell", 2), ("hello-forward", 3)])
def test_a_rubric_for_another_exercise_is_refused(levels, meant):
    """Also where the blocks have the same names."""
    rubric = Rubric([Criterion("x", "x", {"h": 1.0})], *meant)
    with pytest.raises(UsageError, match="and the exercise is hello-forward, level 2"):
        rubric.check_fits("hello-forward", levels[2].assignment.questions)
