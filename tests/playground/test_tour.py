"""The guided tour: every stop of every lesson, and what there is to try is done and taken back."""

import json

import pytest

from tests.playground.documents import Document
from xlrnn.lessons import LESSON_NAMES
from xlrnn.lessons.choose import choose
from xlrnn.playground.tour import tour_of


@pytest.fixture
def document(page):
    return Document(page)


def tour(files, name):
    return json.loads(files[f"workbooks/{name}.tour.json"])


@pytest.mark.parametrize("name", LESSON_NAMES)
def test_a_tour_says_what_the_first_page_says_and_lights_up_cells_that_are_there(name):
    (lesson,) = choose([name], {}, None)
    book, found = lesson.book(), tour_of(lesson)
    blocks = {(b.page, b.place.area.first, b.place.area.last) for b in book.blocks if b.place}
    heading, steps = lesson.reading(book)
    assert (found["heading"], len(found["steps"])) == (heading, len(steps))
    assert len(found["tries"]) == 3
    for stop in [*found["steps"], *found["tries"], *found["places"]]:
        for area in stop["lit"]:
            assert any(
                area["sheet"] == page
                and first.row <= area["top"] <= area["bottom"] <= last.row
                and first.column <= area["left"] <= area["right"] <= last.column
                for page, first, last in blocks
            ), area


def test_a_cell_that_is_told_twice_gets_what_is_told_last():
    (lesson,) = choose(["lstm-cell"], {}, None)
    (counts,) = [one for one in tour_of(lesson)["tries"] if "does it count" in one["text"]]
    assert [put["input"] for put in counts["puts"]] == [0.0] * (len(counts["puts"]) - 1) + [1.0]


@pytest.mark.parametrize("name", ["hello-forward", "captioning"])
def test_a_reader_is_led_from_the_first_stop_to_the_last(document, files, name):
    document.open(name)
    page, told = document.page, tour(files, name)
    page.get_by_role("button", name="Tour").click()
    text = page.locator(".tour-text")
    assert text.inner_text() == told["about"]
    for stop in [*told["steps"], *told["tries"], *told["places"]]:
        page.locator(".tour-next").click()
        assert text.inner_text() == stop["text"]
        (shown,) = page.get_by_role("tab", selected=True).all_inner_texts()
        here = [area for area in stop["lit"] if area["sheet"] == shown]
        assert shown == stop["lit"][0]["sheet"]
        assert page.locator(".tour-light").count() == len(here)
        assert page.locator(".tour-light.first").is_visible()
    page.get_by_role("button", name="Done").click()
    assert page.locator("#tour").is_hidden()
    assert page.locator(".tour-light").count() == 0


def test_what_there_is_to_try_is_done_and_taken_back(document, files):
    document.open("hello-forward")
    page, told = document.page, tour(files, "hello-forward")
    page.get_by_role("button", name="Tour").click()
    for _ in range(len(told["steps"]) + 2):
        page.locator(".tour-next").click()
    (put,) = told["tries"][1]["puts"]
    sheet = document.sheet("forward")
    before = document.cell(sheet, put["row"], put["column"])["value"]
    state = document.cell(sheet, 36, 10)["value"]
    page.get_by_role("button", name="Do it for me").click()
    page.get_by_text("↻ against NumPy: inputs changed").wait_for()
    assert document.cell(sheet, put["row"], put["column"])["value"] == 0
    # Without w_hh the same letter has the same state, wherever it stands.
    assert document.cell(sheet, 36, 10)["value"] == document.cell(sheet, 36, 11)["value"] != state
    page.get_by_role("button", name="Take it back").click()
    page.get_by_text("✓ against NumPy: agrees").wait_for()
    assert document.cell(sheet, put["row"], put["column"])["value"] == before


def test_who_leaves_the_tour_comes_back_to_where_it_was(document, files):
    document.open("hello-forward")
    page = document.page
    page.get_by_role("button", name="Tour").click()
    page.locator(".tour-next").click()
    page.locator(".tour-next").click()
    text = page.locator(".tour-text").inner_text()
    page.keyboard.press("Escape")
    assert page.locator("#tour").is_hidden()
    page.get_by_role("button", name="Tour").click()
    assert page.locator(".tour-text").inner_text() == text
