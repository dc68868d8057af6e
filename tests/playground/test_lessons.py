"""Every lesson in a browser: it opens, and the engine finds the numbers that NumPy stored.

Differences of finite differences are small beside what they are taken of, so that numbers next to
zero have 1e-11 to spare; all others must agree by 1e-9 of their own size.
"""

import pytest

from tests.playground.documents import Document
from xlrnn.lessons import LESSON_NAMES

# What no program has stored, and every one that calculates finds.
NOW_CALCULATED = {
    ("not calculated: see page check", "agrees"),
    ("not calculated", "agrees"),
    ("…", "✓"),
}


@pytest.fixture
def document(page):
    return Document(page)


@pytest.mark.parametrize("name", LESSON_NAMES)
def test_every_number_is_the_stored_one(document, name):
    document.open(name)
    assert document.states == ["ready"]
    assert document.proof == ["✓ against NumPy: agrees", "✓ the two notations: agrees"]
    numbers, found = document.different()
    assert numbers > 400
    calculated = [cell for cell in found if cell[3:] == [0, 1]]
    assert [cell[0] for cell in calculated] == ["check"]
    rest = [cell for cell in found if cell not in calculated and (cell[3] or cell[4])]
    assert rest
    assert {(cell[3], cell[4]) for cell in rest} <= NOW_CALCULATED
