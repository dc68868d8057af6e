"""Which cell is to blame: behind errors, in a circle, on the way back, where a $ is missing."""

from functools import partial

import numpy as np
import pytest

from tests.exercises.everywhere import Asked, fill
from tests.exercises.submissions import Pupil
from tests.exercises.wrong_answers import read
from xlrnn import lessons
from xlrnn.exercises.ask.trials import trials
from xlrnn.exercises.grade.grade import grade_file, job
from xlrnn.formula.cell import Cell
from xlrnn.formula.writing.fill import cell_texts


def marked(asked, folder, **formulas):
    """The result of a student whose blocks are as in the lesson, but for some."""
    handed = asked.hand_out(folder / "exercise")
    pupil = Pupil(handed.blank, handed.assignment)
    book = pupil.sheet.book
    fill(pupil, {name: partial(read, book, name, formula) for name, formula in formulas.items()})
    return grade_file(job(pupil.save(folder / "x.xlsx"), handed.key))


def accused(result):
    return {cell["block"] for cell in result["cells"] if cell["state"] != "right"}


def test_a_right_formula_that_fails_behind_a_mistake_is_right(tmp_path):
    asked = Asked("hello-forward", 2, ("exps_sum", "p"))
    assert accused(marked(asked, tmp_path, exps_sum="0*exps[0,t]")) == {"exps_sum"}


def test_nothing_is_no_number_that_could_be_found(tmp_path):
    asked = Asked("hello-forward", 2, ("p", "predicted"))
    handed = asked.hand_out(tmp_path / "exercise")
    pupil = Pupil(handed.blank, handed.assignment)
    fill(pupil)
    for i, t in pupil.cells("p"):
        pupil.type("p", i, t, None)
    assert accused(grade_file(job(pupil.save(tmp_path / "x.xlsx"), handed.key))) == {"p"}


def test_a_circle_is_called_so_where_it_begins(tmp_path):
    asked = Asked("hello-forward", 2, ("a_h", "h"))
    result = marked(asked, tmp_path, a_h="w_hh[0,0]*h[i,t]+b_h[0,0]")
    assert accused(result) == {"a_h"}
    assert {cell["misconception"] for cell in result["cells"]} == {"circular"}


def test_on_the_way_back_the_first_step_is_the_last(tmp_path):
    result = marked(Asked("hello-bptt", 2, ("dh", "da")), tmp_path, dh="dh_out[i,t]")
    assert (result["first_wrong"]["block"], result["first_wrong"]["step"]) == ("dh", 3)


def test_a_reference_that_wandered_off_onto_nothing(tmp_path):
    """Its number is that of a formula without the bias; what it reads says why."""
    asked = Asked("hello-forward", 2, ("a_h",))
    handed = asked.hand_out(tmp_path / "exercise")
    pupil = Pupil(handed.blank, handed.assignment)
    bias = pupil.sheet.book["b_h"].located()

    def filled(i, t):
        right = read(pupil.sheet.book, "a_h", "w_hh[0,0]*h_prev[i,t]", i, t)
        return f"{right}+{Cell(bias.rows[0], bias.columns[0] + t)}"

    fill(pupil, {"a_h": filled})
    result = grade_file(job(pupil.save(tmp_path / "x.xlsx"), handed.key))
    assert {cell["misconception"] for cell in result["cells"]} == {"dollar-missing"}


def test_a_mistake_is_seen_behind_another_that_hides_it(tmp_path):
    """With all steps alike, the next formula shows the right letter whichever it reads."""
    asked = Asked("hello-forward", 2, ("p", "predicted"))
    alike = "exps[i,0]/exps_sum[0,0]"
    first = "INDEX(vocabulary[:,0],MATCH(MAX(p[:,0]),p[:,0],0))"
    assert accused(marked(asked, tmp_path / "one", p=alike)) == {"p"}
    result = marked(asked, tmp_path / "two", p=alike, predicted=first)
    assert accused(result) == {"p", "predicted"}
    third = [c for c in result["cells"] if (c["block"], c["step"]) == ("predicted", 3)]
    assert [c["misconception"] for c in third] == ["first-step-repeated"]


def test_each_step_is_judged_where_the_first_one_breaks_all_that_follow(tmp_path):
    """Nothing divides by a sum of empty cells: the next epoch shows errors alone."""
    handed = Asked("hello-training", 2, ("e_exps_1", "e_p_1")).hand_out(tmp_path / "exercise")
    pupil = Pupil(handed.blank, handed.assignment)
    fill(pupil)
    texts = cell_texts(pupil.sheet.book["e_exps_1"])
    for i, t in pupil.cells("e_exps_1"):
        pupil.type("e_exps_1", i, t, None)
        pupil.put_beside("e_exps_1", i, t, texts[i][t])
    result = grade_file(job(pupil.save(tmp_path / "x.xlsx"), handed.key))
    assert accused(result) == {"e_exps_1"}
    assert {c["misconception"] for c in result["cells"] if c["block"] == "e_exps_1"} == {
        "wrong-place"
    }


def test_behind_a_zero_an_index_is_no_mistake(tmp_path):
    """INDEX(…,0) is a whole column, of which each program shows something else."""
    asked = Asked("sentiment", 2, ("embedding_place", "embedding_x"))
    result = marked(asked, tmp_path, embedding_place="0*1")
    assert accused(result) == {"embedding_place"}


def test_what_a_hidden_mistake_hides_in_its_turn_waits_for_it(tmp_path):
    """Where no word is read after the first, the formulas about later words are not to blame."""
    asked = Asked("sentiment", 2, ("unread", "next_word", "in_list", "number"))
    before = "next_word[i-1,0]"
    result = marked(
        asked,
        tmp_path,
        unread=f"MID({before},LEN({before})+2,LEN({before}))",
        next_word='LEFT(unread[i,0],FIND(" ",unread[i,0]&" "))',
    )
    assert accused(result) == {"unread", "next_word"}


def test_where_all_steps_look_alike_the_cells_that_are_read_say_why(tmp_path):
    """Each word's state is the first one's: exchanged cases would show just that, too."""
    result = marked(
        Asked("sentiment", 2, ("gru_h",)),
        tmp_path,
        gru_h="IF(embedding_counts[0,0]=1,gru_update[i,0]*gru_h_prev[i,0]"
        "+(1-gru_update[i,0])*gru_candidate[i,0],gru_h_prev[i,0])",
    )
    assert {c["misconception"] for c in result["cells"] if c["step"] and c["step"] > 2} == {
        "first-step-repeated"
    }


@pytest.mark.parametrize("chance", range(5))
def test_a_bound_is_met_on_both_sides_whatever_is_drawn(chance):
    lesson = lessons.get("vanishing-gradient").chosen({}, 3)
    given = lesson.inputs()
    met = set()
    for inputs in trials(lesson.book().blocks, given, chance):
        shown = lesson.expected({**given, **inputs})
        threshold = float(inputs["threshold"].item())
        met |= {*np.sign(shown["arriving"][abs(shown["arriving"]) > threshold])}
    assert met == {-1.0, 1.0}


def test_a_step_left_out_for_some_cells_and_read_for_others(tmp_path):
    """Who leans on a wrong block in some cells alone, and calculates the others anew, is right."""
    asked = Asked("hello-bptt", 2, ("da", "db_h"))
    wrong, read = "dh[i,t]*(1-h[i,t])", "SUM(da[:,0])"
    anew = [f"SUMPRODUCT(dh[:,{t}],1-h[:,{t}]^2)" for t in range(1, 4)]
    result = marked(asked, tmp_path / "all", da=wrong, db_h="+".join([read, *anew]))
    assert accused(result) == {"da"}
    result = marked(asked, tmp_path / "short", da=wrong, db_h="+".join([read, *anew[1:]]))
    assert accused(result) == {"da", "db_h"}


def test_what_cannot_be_judged_yet_is_not_put_right_with_what_it_waits_for(tmp_path):
    """Behind a row of zeros a slope is zero, right or wrong; behind a letter it is an error."""
    asked = Asked("gru-cell", 2, ("d_candidate", "da_candidate", "da_reset"))
    handed = asked.hand_out(tmp_path / "exercise")
    pupil = Pupil(handed.blank, handed.assignment)
    slope = partial(
        read, pupil.sheet.book, "da_candidate", "-(1-candidate[i,t]^2)*d_candidate[i,t]"
    )
    above = partial(read, pupil.sheet.book, "d_candidate", "dh[i-1,t]*(1-update[i,t])")

    def beside(i, t):
        return above(i, t) if (i, t) != (0, 0) else '"dh"*2'

    fill(pupil, {"d_candidate": beside, "da_candidate": slope})
    result = grade_file(job(pupil.save(tmp_path / "x.xlsx"), handed.key))
    assert accused(result) == {"d_candidate", "da_candidate"}


def test_a_formula_that_reads_an_error_is_explained_when_that_is_put_right(tmp_path):
    """Who reads the state of two steps ago shows the first step's error in every other step."""
    handed = Asked("hello-forward", 2, ("a_h",)).hand_out(tmp_path / "exercise")
    pupil = Pupil(handed.blank, handed.assignment)
    late = partial(read, pupil.sheet.book, "a_h", "w_hh[0,0]*h_prev[i,t-1]+b_h[0,0]")
    fill(pupil, {"a_h": lambda i, t: late(i, t) if t else '"h"*2'})
    result = grade_file(job(pupil.save(tmp_path / "x.xlsx"), handed.key))
    told = {c["misconception"] for c in result["cells"] if c["block"] == "a_h" and c["step"] > 1}
    assert told == {"wrong-time-step"}
