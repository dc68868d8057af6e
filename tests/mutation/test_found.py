"""Every wrong workbook is found, at the right cell; those that are not wrong raise no alarm."""

from collections import Counter

import pytest

from tests.mutation.finding import Finding
from tests.mutation.kinds import KINDS
from tests.mutation.mutants import IN_EVERY_RUN, mutants
from tests.mutation.original import Original
from tests.mutation.page import PAGE, read_page
from tests.mutation.tally import ALL, tally

STALE = "run python -m tests.mutation.full"


def failures(findings: list[Finding]) -> str:
    return "\n".join(str(finding) for finding in findings)


def test_there_are_enough_of_each_kind(findings: list[Finding]) -> None:
    counts = tally(findings)
    assert len(KINDS) >= 12
    assert {kind: count.made for kind, count in counts.items() if count.made < IN_EVERY_RUN} == {}
    assert counts[ALL].harmful >= 100


def test_no_kind_is_harmless(findings: list[Finding]) -> None:
    harmful = {kind: count.harmful for kind, count in tally(findings).items()}
    assert {kind: number for kind, number in harmful.items() if number < 1} == {}


def test_every_block_of_both_notations_is_hit(
    findings: list[Finding], books: list[Original]
) -> None:
    """Labels and marks, too: in all mutants, which the page is about."""
    blocks = {block for book in books for block in book.formulas}
    assert blocks - {mutant.block for mutant in mutants(books)} == set()
    there = {block for book in books for block in book.calculating}
    assert there - {finding.mutant.block for finding in findings} == set()


def test_both_notations_are_wrong_often(findings: list[Finding], books: list[Original]) -> None:
    assert set(books[0].notations) == {"forward", "equations"}
    for sheet in books[0].notations:
        assert sum(f.harmful for f in findings if f.mutant.sheet == sheet) >= 30, sheet


def test_every_calculating_block_is_made_wrong(
    findings: list[Finding], books: list[Original]
) -> None:
    hit = {f.mutant.block for f in findings if f.harmful and f.mutant.sheet in books[0].notations}
    assert set(books[0].calculating) - hit == set()


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_wrong_is_found_at_the_right_cell(kind: str, findings: list[Finding]) -> None:
    wrong = [finding for finding in findings if finding.mutant.kind == kind and finding.harmful]
    missed = [finding for finding in wrong if not (finding.found and finding.right_cell)]
    assert wrong and not missed, failures(missed)


def test_what_follows_from_a_mistake_is_wrong_too_and_nothing_else(
    findings: list[Finding],
) -> None:
    inexact = [finding for finding in findings if finding.harmful and not finding.exact]
    assert not inexact, failures(inexact)


def test_what_changes_nothing_raises_no_alarm(findings: list[Finding]) -> None:
    alarmed = [finding for finding in findings if not finding.harmful and not finding.silent]
    assert not alarmed, failures(alarmed)


def test_what_changes_nothing_is_noted(findings: list[Finding]) -> None:
    """A name that stands for another column changes no formula, so there is nothing to note."""
    silent = [
        f for f in findings if not f.harmful and f.mutant.kind != "name stands for another column"
    ]
    unnoted = [f for f in silent if not f.noted & f.mutant.places]
    assert silent and not unnoted, failures(unnoted)


def test_the_documentation_shows_that_all_were_found(books: list[Original]) -> None:
    told = read_page(PAGE.read_text(encoding="utf-8")).hello
    lines = [[cell.strip() for cell in line.split("|")[1:-1]] for line in told.splitlines()]
    counts = {
        line[0]: [*map(int, line[1:])] for line in lines if len(line) == 7 and line[1].isdigit()
    }
    assert counts.keys() == {*KINDS, f"**{ALL}**"}, STALE
    made = Counter(mutant.kind for mutant in mutants(books))
    made[ALL] = made.total()
    for kind, (number, wrong, found, right_cell, harmless, silent) in counts.items():
        assert number == made[kind.strip("*")] == wrong + harmless, STALE
        assert wrong == found == right_cell and harmless == silent


def test_the_same_seed_gives_the_same_mutants(books: list[Original]) -> None:
    once, again = (list(mutants(books, seed=5, per_kind=2)) for _ in range(2))
    assert once == again
    assert once != list(mutants(books, seed=6, per_kind=2))
