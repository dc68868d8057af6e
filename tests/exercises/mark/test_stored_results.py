"""Stored results that the formulas do not give: worth a note."""

from dataclasses import replace

from tests.exercises.mark.small import opened
from xlrnn.exercises.mark.mark import Marked
from xlrnn.exercises.mark.stored_results import differing_results


def noted(stored, **inputs):
    one, (first, *_) = opened()
    values = one.submission.file.sheets["one"].values
    values.update({(4, t + 1): number for t, number in enumerate(first.values["y"][0])})
    values[5, 1] = first.values["s"][0][0] if stored is None else stored
    values.update({(1, 1): inputs["x"]} if inputs else {})
    return differing_results(one, Marked([], [], shown=first.values))


def test_results_that_are_right_are_not_worth_a_word():
    assert noted(None) == []


def test_a_forged_result_is_told():
    (note,) = noted(123.0)
    assert "one!A5" in note
    assert "count for nothing" in note


def test_with_other_inputs_other_results_are_right():
    assert noted(123.0, x=7.0) == []


def test_what_was_never_stored_or_typed_is_no_result():
    one, (first, *_) = opened(formulas={"s": [None]})
    one.submission.file.sheets["one"].values[5, 1] = 123.0
    values = one.submission.file.sheets["one"].values
    values.update({(4, t + 1): number for t, number in enumerate(first.values["y"][0])})
    assert differing_results(one, Marked([], [], shown=first.values)) == []
    assert replace(one, inputs=[]).inputs == []
