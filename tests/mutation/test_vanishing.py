"""Where numbers vanish a mistake is as large as they are: it is found by relative distance."""

from pathlib import Path

import pytest

from tests.mutation.finding import Finding
from tests.mutation.judge import JUDGE, Judge
from tests.mutation.mutants import mutants, targets_of
from tests.mutation.original import Original, original
from tests.mutation.package import Content
from tests.mutation.survey import look, verified
from tests.mutation.vanishing_lesson import Vanishing
from tests.requirements import require
from xlrnn.verify.results.verdict import Outcome


@pytest.fixture(autouse=True)
def registered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xlrnn.verify.subject.subject.of_workbook", lambda _: Vanishing)


@pytest.fixture
def book() -> Original:
    return original(Vanishing(), "vanishing")


def put(book: Original, block: str, step: int, formula: str, path: Path) -> tuple[str, Path]:
    """Put a formula into the first row of a block."""
    target = next(
        t
        for t in targets_of(book)
        if t.block.name == block and t.cell == (t.block.area[0], t.block.area[1] + step - 1)
    )
    content: Content = target.content.with_formula(formula.format(target.formula))
    path.write_bytes(book.parts.changed(target.sheet, {target.cell: content}))
    return str(target.cell), path


@pytest.mark.parametrize("block", ["h", "h_eq"])
@pytest.mark.parametrize("step", [4, 5, 6])
def test_a_relative_change_of_a_tiny_number_is_found(
    book: Original, tmp_path: Path, block: str, step: int
) -> None:
    path = tmp_path / "book.xlsx"
    for formula, outcome in (
        ("({})*(1+1E-8)", Outcome.DIFFER),
        ("0*({})", Outcome.DIFFER),
        ("-({})", Outcome.DIFFER),
        ("({})*(1+1E-12)", Outcome.AGREE),
    ):
        put(book, block, step, formula, path)
        (result,) = verified(path).engines
        assert result.outcome is outcome, (formula, result.reason)
        first = result.first_difference
        if outcome is Outcome.DIFFER:
            assert first is not None
            assert (first.block, first.step) == (block, step)
            assert isinstance(first.expected, float)
            assert 0 < abs(first.expected) < 1e-38


def test_the_judge_sees_it_too(book: Original, tmp_path: Path) -> None:
    require(JUDGE)
    judge, path = Judge([book], tmp_path), tmp_path / "mutant.xlsx"
    findings: list[Finding] = [look(mutant, judge, path) for mutant in mutants([book], per_kind=3)]
    assert sum(f.harmful for f in findings) > 30
    assert {f.mutant.block for f in findings if f.harmful} >= {"h", "h_eq"}
    missed = [str(f) for f in findings if f.harmful and not (f.found and f.right_cell)]
    assert not missed, "\n".join(missed)
    alarmed = [str(f) for f in findings if not f.harmful and not f.silent]
    assert not alarmed, "\n".join(alarmed)
