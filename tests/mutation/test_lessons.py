"""What holds for hello-forward holds for every lesson: a sample of mutants of each."""

import pytest

from tests.mutation.kinds import KINDS
from tests.mutation.lesson_table import Row, by_column, lesson_table, lines
from tests.mutation.mutants import mutants
from tests.mutation.original import EQUATIONS, STEPS, Original
from tests.mutation.others import FIRST, TURNS, kinds_of
from tests.mutation.page import PAGE, read_page
from xlrnn.lessons import LESSON_NAMES

OTHERS = [name for name in LESSON_NAMES if name != FIRST]
# A formula of the last step that the decoder can take: in no draw it writes so many words.
MISSED = {"translation": 1}
STALE = "run python -m tests.mutation.full"


@pytest.fixture(params=OTHERS)
def row(request: pytest.FixtureRequest, sampled: dict[str, Row]) -> Row:
    return sampled[request.param]


def test_what_is_wrong_is_found_at_the_right_cell(row: Row) -> None:
    missed = [f for f in row.findings if f.harmful and not f.right]
    assert not missed, "\n".join(map(str, missed))
    assert row.tally.found == row.tally.harmful >= len(row.kinds) // 2
    assert row.tally.undecided <= 1


def test_hardly_anything_else_is_called_wrong(sampled: dict[str, Row]) -> None:
    """Hardly: after some mistakes, such as a text in a sum, two programs show different numbers."""
    harmful = [one for row in sampled.values() for one in row.findings if one.harmful]
    inexact = [str(finding) for finding in harmful if not finding.exact]
    assert len(inexact) <= len(harmful) // 10, "\n".join(inexact)


def test_what_changes_nothing_raises_no_alarm(row: Row) -> None:
    alarmed = [f for f in row.findings if not f.harmful and not f.right]
    assert not alarmed, "\n".join(map(str, alarmed))


def test_both_notations_are_hit(row: Row) -> None:
    assert row.hit(STEPS)
    # Where only a few blocks are equations, the sample may miss them; the full run hits each.
    assert row.hit(EQUATIONS) or len(row.there(EQUATIONS)) <= 3


def test_most_kinds_have_a_cell(row: Row) -> None:
    lesson = row.books[0].lesson
    assert len(row.kinds) >= len(KINDS) // TURNS - 1
    assert row.kinds <= set(kinds_of(lesson))


def test_every_kind_is_made_in_some_lesson(sampled: dict[str, Row]) -> None:
    made = [kind for row in sampled.values() for kind in row.kinds]
    assert {kind: made.count(kind) for kind in KINDS if made.count(kind) < 2} == {}


def test_going_on_everywhere_hits_every_block(others: dict[str, list[Original]]) -> None:
    """The full run does; here for the smallest lesson, and without verifying."""
    books = min(others.values(), key=lambda books: len(books[0].calculating))
    hit = {mutant.block for mutant in mutants(books, per_kind=1, everywhere=True)}
    there = {block for book in books for block in book.calculating}
    assert there - hit == set()


def test_the_documentation_shows_the_sample(sampled: dict[str, Row]) -> None:
    assert lesson_table(lines(sampled)) in PAGE.read_text(encoding="utf-8"), STALE


@pytest.mark.parametrize("lesson", OTHERS)
def test_the_documentation_shows_that_all_were_found(lesson: str) -> None:
    told = read_page(PAGE.read_text(encoding="utf-8")).full
    assert lesson in told, STALE
    shown = by_column(told[lesson])
    count = {name: int(shown[name]) for name in list(shown)[:8]}
    assert count["made"] == count["wrong"] + count["changed nothing"] + count["undecided"]
    assert count["undecided"] <= count["made"] // 50
    assert count["wrong"] >= 10 * count["of each kind"]
    missed = MISSED.get(lesson, 0)
    assert count["wrong"] - missed == count["found"] == count["at the right cell"]
    assert count["of these no alarm"] == count["changed nothing"]
    for notation in ("blocks step by step", "blocks as equations"):
        hit, _, there = shown[notation].partition(" of ")
        assert hit == there
