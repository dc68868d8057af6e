"""Exercises that the tests share: look, but do not touch."""

from pathlib import Path

import pytest

from tests.exercises.known import Handed, exercises
from xlrnn.exercises.ask.key import read_key
from xlrnn.exercises.make.exercise import make
from xlrnn.exercises.mark.mark import stop_engines


@pytest.fixture(scope="session")
def handed(tmp_path_factory: pytest.TempPathFactory) -> list[Handed]:
    """The exercises of the submissions with known marks."""
    return exercises(tmp_path_factory.mktemp("handed"))


@pytest.fixture(scope="session")
def levels(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Handed]:
    """An exercise of each level, with weights of its own."""
    found = {}
    for level in range(1, 6):
        folder = tmp_path_factory.mktemp(f"level-{level}")
        blank, *_ = make("hello-forward", folder, level=level, seed=5)
        found[level] = Handed(blank, read_key(folder).assignments[0], folder)
    return found


@pytest.fixture(autouse=True, scope="session")
def _no_engine_is_left() -> object:
    yield
    stop_engines()


@pytest.fixture
def solution(levels: dict[int, Handed]) -> dict[int, Path]:
    """The solved workbooks."""
    return {level: next((one.key / "key").glob("*-solution.xlsx")) for level, one in levels.items()}
