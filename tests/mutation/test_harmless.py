"""Harmless edits of the saved file raise no alarm: looks, notes, inputs, equivalent formulas.

Those that take a program to make, such as inserted rows, are in `tests/roundtrip`.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from tests.mutation.mutants import targets_of
from tests.mutation.original import Original
from tests.mutation.package import Content, Parts, a1, parse
from tests.mutation.survey import verified
from tests.mutation.target import Target
from tests.mutation.tokens import cut, each, join
from xlrnn.verify.results.result import EngineResult
from xlrnn.verify.results.verdict import Outcome, Verdict

Rewriting = Callable[[Target], str]


def silent(path: Path) -> EngineResult:
    """Demand that nothing is wrong and that every cell of a block was judged."""
    book = verified(path)
    (result,) = book.engines
    assert book.outcome is Outcome.AGREE, (result.reason, result.first_difference, book.doubts)
    assert result.cells_verified == sum(block.codes.size for block in result.blocks)
    return result


def saved(data: bytes, folder: Path) -> Path:
    path = folder / "edited.xlsx"
    path.write_bytes(data)
    return path


def cell_named(book: Parts, name: str, row: int = 0, column: int = 0) -> tuple[int, int]:
    area = next(n.area for n in book.names if n.name == name)
    return area[0] + row, area[1] + column


def recurrent(book: Parts) -> str:
    return next(n.name for n in book.names if n.name.casefold() == "w_hh")


# Looks


def test_styles_widths_and_heights(book: Parts, tmp_path: Path) -> None:
    edited = {}
    for part in book.sheet_parts.values():
        text = re.sub(r' s="\d+"', ' s="1"', book.text(part))
        text = re.sub(r' width="[\d.]+"', ' width="33"', text)
        edited[part] = re.sub(r'(<row r="\d+")', r'\1 ht="40" customHeight="1"', text)
    assert silent(saved(book.packed(edited), tmp_path)).count(Verdict.NOTED) == 0


def test_colours_fonts_and_notes_by_openpyxl(book: Parts, tmp_path: Path) -> None:
    path = saved(book.packed({}), tmp_path)
    workbook = openpyxl.load_workbook(path)
    for sheet in workbook.worksheets:
        sheet.column_dimensions["D"].width = 3
        for cell in sheet["D"]:
            cell.fill = PatternFill("solid", fgColor="FFCC99")
            cell.font = Font(bold=True, name="Courier New")
            cell.number_format = "0.00"
    workbook["forward"]["E17"].comment = Comment("why this one?", "a student")
    workbook["equations"]["D16"].comment = Comment("=1+1", "a student")
    workbook.save(path)
    assert silent(path).count(Verdict.NOTED) == 0


# Inputs and weights


@pytest.mark.parametrize(
    ("name", "value"), [("W_xh", "-1.25"), ("W_hy", "3"), ("h_0", "0.5"), ("b_h", "-0.75")]
)
def test_a_changed_weight(book: Parts, tmp_path: Path, name: str, value: str) -> None:
    cell = cell_named(book, name)
    old = book.cells["forward"][cell]
    data = book.changed("forward", {cell: old.with_number(value)})
    result = silent(saved(data, tmp_path))
    assert result.count(Verdict.NOTED) == 0
    assert shown(result, "numpy_summary") == ["inputs changed"]
    assert set(shown(result, "notation_verdict")) == {"agrees"}


def test_a_changed_recurrent_weight(book: Parts, tmp_path: Path) -> None:
    cell = cell_named(book, recurrent(book))
    data = book.changed("forward", {cell: book.cells["forward"][cell].with_number("0")})
    assert silent(saved(data, tmp_path)).count(Verdict.NOTED) == 0


def test_a_changed_letter(book: Parts, tmp_path: Path) -> None:
    first, other = cell_named(book, "letter"), cell_named(book, "letter", column=2)
    contents = book.cells["forward"]
    data = book.changed("forward", {first: contents[other], other: contents[first]})
    assert silent(saved(data, tmp_path)).count(Verdict.NOTED) == 0


def test_a_letter_that_is_not_in_the_vocabulary(book: Parts, tmp_path: Path) -> None:
    cell = cell_named(book, "letter", column=1)
    data = book.changed("forward", {cell: book.cells["forward"][cell].with_text("Q")})
    silent(saved(data, tmp_path))


def test_changed_vocabulary(book: Parts, tmp_path: Path) -> None:
    cell = cell_named(book, "vocabulary", row=1)
    data = book.changed("forward", {cell: book.cells["forward"][cell].with_text("É")})
    silent(saved(data, tmp_path))


@pytest.mark.parametrize("formula", ["1/4", "-SQRT(2)/2", "{name}"])
def test_a_weight_that_a_formula_gives(book: Parts, tmp_path: Path, formula: str) -> None:
    cell, neighbour = cell_named(book, "W_hy"), cell_named(book, "W_hy", row=1)
    text = formula.format(name=a1(neighbour))
    data = book.changed("forward", {cell: book.cells["forward"][cell].with_formula(text)})
    silent(saved(data, tmp_path))


def test_many_changed_weights(book: Parts, tmp_path: Path) -> None:
    edits = {}
    for name in book.names:
        if name.name in ("W_xh", "W_hy"):
            for row in range(name.area[0], name.area[2] + 1):
                for column in range(name.area[1], name.area[3] + 1):
                    old = book.cells["forward"][row, column]
                    edits[row, column] = old.with_number(
                        repr((7 * row - 5 * column) % 11 / 7 - 0.6)
                    )
    assert silent(saved(book.changed("forward", edits), tmp_path)).count(Verdict.NOTED) == 0


# Formulas that say the same in other words


def lower_case(target: Target) -> str:
    tokens = cut(target.formula)
    return join([type(t)(t.kind, t.text if t.kind == "text" else t.text.lower()) for t in tokens])


def spaced(target: Target) -> str:
    return "  " + "".join(
        f" {token.text} " if token.kind == "operator" else token.text
        for token in cut(target.formula)
    )


def in_parentheses(target: Target) -> str:
    return f"(({target.formula}))"


def operands_in_parentheses(target: Target) -> str:
    return "".join(
        f"({t.text})" if t.kind in ("ref", "number") and not t.is_range else t.text
        for t in cut(target.formula)
    )


def all_dollars(target: Target) -> str:
    return "".join(
        re.sub(r"\$?\b([A-Z]+)\$?(\d+)\b", r"$\1$\2", t.text) if t.kind == "ref" else t.text
        for t in cut(target.formula)
    )


def terms_turned(target: Target) -> str:
    """The last term first."""
    terms = target.formula.split("+")
    simple = "(" not in target.formula and '"' not in target.formula
    return "+".join(reversed(terms)) if simple and len(terms) > 1 else in_parentheses(target)


def sums_spelt_out(target: Target) -> str:
    """`a+b+c` for SUM(a:c), `SUMPRODUCT` or `SUM(MMULT(…))` turned into products."""
    total = re.fullmatch(r"SUM\(([A-Z$]+\d+:[A-Z$]+\d+)\)", target.formula)
    if total:
        top, left, bottom, right = parse(total[1])
        assert left == right
        return "+".join(a1((row, left)) for row in range(top, bottom + 1))
    product = re.fullmatch(r"SUM\(MMULT\((.+),(.+)\)\)", target.formula)
    if product:
        (row, first, _, last), (top, column, *_) = parse(product[1]), parse(product[2])
        pairs = [(a1((row, first + k)), a1((top + k, column))) for k in range(last - first + 1)]
        return "+".join(f"{weight}*{value}" for weight, value in pairs)
    return target.formula + '&""' if target.text else f"0+{target.formula}"


def named_by_ranges(target: Target) -> str:
    """The ranges that names stand for, in place of the names."""
    known = {name.name: name for name in target.parts.names}
    tokens = cut(target.formula)
    for at, token in each(target.formula, "name"):
        if token.text in known:
            name = known[token.text]
            top, left, bottom, right = name.area
            address = f"{name.sheet}!{a1((top, left))}:{a1((bottom, right))}"
            tokens[at] = type(token)("ref", address)
    return join(tokens)


SAME_WORDS = (lower_case, spaced)
OTHER_WORDS = (
    in_parentheses,
    operands_in_parentheses,
    all_dollars,
    terms_turned,
    sums_spelt_out,
    named_by_ranges,
)


def rewritten(
    right: Original, change: Rewriting
) -> Iterator[tuple[str, dict[tuple[int, int], Content]]]:
    """Yield each sheet with its rewritten formulas, all of one sheet at a time."""
    for sheet in ("forward", "equations", "check", "start"):
        targets = [target for target in targets_of(right) if target.sheet == sheet]
        edits = {target.cell: target.content.with_formula(change(target)) for target in targets}
        yield sheet, edits


@pytest.mark.parametrize("change", SAME_WORDS)
def test_the_same_formula_written_otherwise(
    right: Original, tmp_path: Path, change: Rewriting
) -> None:
    for sheet, edits in rewritten(right, change):
        result = silent(saved(right.parts.changed(sheet, edits), tmp_path))
        assert result.count(Verdict.NOTED) == 0, sheet


# Each in the article's network, and in turn in one of the two larger ones or in none.
LARGER = (("textbook",), ("long",), ())
IN_TURN = [
    (name, change)
    for number, change in enumerate(OTHER_WORDS)
    for name in ("article", *LARGER[number % len(LARGER)])
]


@pytest.mark.parametrize(("right", "change"), IN_TURN, indirect=["right"])
def test_equivalent_formulas_are_noted(right: Original, tmp_path: Path, change: Rewriting) -> None:
    for sheet, edits in rewritten(right, change):
        written = right.parts.cells[sheet]
        changed = {c: e for c, e in edits.items() if e.formula != written[c].formula}
        if not changed:
            continue
        result = silent(saved(right.parts.changed(sheet, changed), tmp_path))
        noted = {
            cell.cell
            for block in result.blocks
            for cell in block.cells()
            if cell.verdict is Verdict.NOTED
        }
        assert {f"{sheet}!{a1(cell)}" for cell in changed} <= noted


# What a reader adds


@pytest.mark.parametrize("formula", ["1+1", "SUM(H35:K37)", "NA()", "no_such_function(1)"])
def test_a_formula_of_the_readers_own(book: Parts, tmp_path: Path, formula: str) -> None:
    cell = (max(row for row, _ in book.cells["forward"]), 60)
    data = book.added("forward", cell, Content(formula=formula, value="0"))
    result = silent(saved(data, tmp_path))
    assert result.strays == [f"forward!{a1(cell)}"]
    assert result.cells_total == result.cells_verified + 1


def test_numbers_and_texts_of_the_readers_own(book: Parts, tmp_path: Path) -> None:
    row = max(row for row, _ in book.cells["equations"])
    for content in (Content().with_number("42"), Content().with_text("0.5")):
        result = silent(saved(book.added("equations", (row, 60), content), tmp_path))
        assert result.strays == []


def test_stale_stored_results(book: Parts, tmp_path: Path) -> None:
    """What stands beside a formula is not looked at."""
    edited = {}
    for part in book.sheet_parts.values():
        edited[part] = re.sub(r"</f><v>[-\d.E]+</v>", "</f><v>-7</v>", book.text(part))
    assert edited[book.sheet_parts["forward"]] != book.text(book.sheet_parts["forward"])
    assert silent(saved(book.packed(edited), tmp_path)).count(Verdict.NOTED) == 0


def shown(result: EngineResult, block: str) -> list[object]:
    (found,) = [b for b in result.blocks if b.name == block]
    return [value for row in found.actual for value in row]
