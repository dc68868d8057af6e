"""The longest test files begin first: they are there, and nothing else changes its place."""

from pathlib import Path

import pytest

from tests.longest import FILES, first

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("name", FILES)
def test_it_is_there(name):
    assert (ROOT / name).is_file(), "take it off tests/longest.py"


def test_they_come_first_and_the_others_stay_in_order():
    given = ["tests/b.py::x", f"{FILES[1]}::b", f"{FILES[1]}::a", "tests/a.py::y", f"{FILES[0]}::z"]
    assert first(given) == [given[4], given[1], given[2], given[0], given[3]]
    assert first([]) == []


def test_this_run_is_in_that_order(request):
    collected = [item.nodeid for item in request.session.items]
    assert collected == first(collected)
    assert getattr(request.config.option, "loadscopereorder", False) is False
