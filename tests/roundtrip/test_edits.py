"""What a user does in LibreOffice without doing harm: verification follows and raises no alarm.

LibreOffice does the inserting and renaming, since it adjusts formulas and names as it goes.
"""

from pathlib import Path
from typing import Any

import pytest

from tests.roundtrip.office import Office
from tests.roundtrip.outcome import agrees, agrees_unnoted, verified
from xlrnn.names import Role
from xlrnn.verify.results.block_result import BlockResult
from xlrnn.verify.results.verdict import WRONG, Outcome
from xlrnn.xlsx.reading.read import read

Edits = list[list[Any]]


def place(path: Path, name: str) -> tuple[str, int, int]:
    """Return the sheet, first row and first column of a block."""
    found = read(path).area(name)
    assert found is not None, name
    return found[0], found[1].first.row, found[1].first.column


AROUND = {
    "rows above all": lambda _: [["insert_rows", "forward", 1, 3]],
    "rows between blocks": lambda path: [["insert_rows", "forward", place(path, "h")[1] - 1, 2]],
    "columns before all": lambda _: [["insert_columns", "forward", 1, 2]],
    "rows between equations": lambda path: [
        ["insert_rows", "equations", place(path, "h_eq")[1] - 1, 1]
    ],
    "rows between tables": lambda path: [
        ["insert_rows", "check", place(path, "numpy_verdict")[1] - 2, 2],
        ["insert_columns", "check", 1, 1],
    ],
    "rows on the first page": lambda _: [["insert_rows", "start", 1, 4]],
    "rows on every page": lambda _: [
        ["insert_rows", sheet, 1, 1]
        for sheet in ("start", "forward", "equations", "check", "numpy")
    ],
}

# An array formula over a name sees the empty line that was inserted into it, so that matrices no
# longer fit: the equations and the check page then do show errors, in every program. The step by
# step formulas follow.
INSIDE = {
    "rows inside a block": lambda path: [["insert_rows", "forward", place(path, "h")[1] + 1, 2]],
    "rows inside the letters": lambda path: [
        ["insert_rows", "forward", place(path, "x")[1] + 2, 2]
    ],
    "rows inside the weights": lambda path: [
        ["insert_rows", "forward", place(path, "W_xh")[1] + 1, 1]
    ],
    "a column inside the steps": lambda path: [
        ["insert_columns", "forward", place(path, "h")[2] + 2, 1]
    ],
    "rows and columns": lambda path: [
        ["insert_columns", "forward", place(path, "h")[2] + 1, 1],
        ["insert_rows", "forward", place(path, "logits")[1] + 1, 2],
        ["insert_rows", "forward", place(path, "p")[1] + 4, 1],
    ],
    "columns between equations": lambda path: [
        ["insert_columns", "equations", place(path, "h_eq")[2] + 1, 1]
    ],
    "rows inside a table": lambda path: [
        ["insert_rows", "check", place(path, "numpy_verdict")[1] + 4, 2]
    ],
    "rows among NumPy's numbers": lambda path: [
        ["insert_rows", "numpy", place(path, "ref_h")[1] + 1, 1]
    ],
}


# The predicted letter is looked up by its position, which an empty line in between shifts.
BY_POSITION = ("predicted", "diagram_predicted")


@pytest.mark.parametrize("what", AROUND)
def test_inserted_around_blocks(book: Path, office: Office, tmp_path: Path, what: str) -> None:
    saved = office.edit(book, tmp_path / "saved.xlsx", *AROUND[what](book))
    assert moved_names(book, saved)
    agrees_unnoted(saved)


@pytest.mark.parametrize("what", INSIDE)
@pytest.mark.parametrize("label", ["article", "textbook"])
def test_inserted_inside_blocks(
    built: dict[str, Path], office: Office, tmp_path: Path, what: str, label: str
) -> None:
    """Step by step all is well; where an array formula breaks, LibreOffice shows the same."""
    book = built[label]
    saved = office.edit(book, tmp_path / "saved.xlsx", *INSIDE[what](book), ["recalculate"])
    assert moved_names(book, saved)
    result = verified(saved).engines[0]
    assert result.blocks and not any(block.located.place is None for block in result.blocks)
    wrong = {block.name for block in result.blocks if block.wrong and not is_check(block)}
    assert all(name.endswith("_eq") or name in BY_POSITION for name in wrong)
    assert wrong_cells(saved, "ironcalc") == wrong_cells(saved, "cached")


def is_check(block: BlockResult) -> bool:
    return block.located.block.role is Role.CHECK


def wrong_cells(path: Path, engine: str) -> set[str]:
    """The cells that are wrong with the given inputs, as only those are stored.

    Left out are those of checks, which repeat what is wrong elsewhere.
    """
    return {
        cell.cell
        for block in verified(path, engine).engines[0].blocks
        if not is_check(block)
        for cell in block.cells()
        if cell.verdict in WRONG and cell.trial is None
    }


def test_inserted_rows_are_followed_by_what_is_wrong(
    built: dict[str, Path], office: Office, tmp_path: Path
) -> None:
    """The first wrong cell is named where it is now, not where it was."""
    edits: Edits = [
        ["insert_rows", "forward", 36, 2],
        ["insert_columns", "forward", 3, 1],
        ["formula", "forward", 38, 10, "=0.5"],
    ]
    saved = office.edit(built["article"], tmp_path / "saved.xlsx", *edits)
    result = verified(saved)
    assert result.outcome is Outcome.DIFFER
    first = result.engines[0].first_difference
    assert first is not None and (first.cell, first.block) == ("forward!J38", "h")
    assert (first.unit, first.step) == (2, 2)


def test_renamed_sheets(book: Path, office: Office, tmp_path: Path) -> None:
    names = {
        "start": "Read me",
        "forward": "Schritt für Schritt",
        "equations": "it's maths",
        "check": "2024",
        "numpy": "R1C1",
    }
    renamed = [["rename_sheet", old, new] for old, new in names.items()]
    saved = office.edit(book, tmp_path / "saved.xlsx", *renamed)
    assert set(names.values()) <= set(read(saved).sheets)
    agrees_unnoted(saved)


def test_moved_and_added_sheets(book: Path, office: Office, tmp_path: Path) -> None:
    moved = [
        ["move_sheet", "numpy", 0],
        ["move_sheet", "forward", 6],
        ["add_sheet", "mine", 2],
        ["text", "mine", 1, 1, "forward"],
    ]
    saved = office.edit(book, tmp_path / "saved.xlsx", *moved)
    assert next(iter(read(saved).sheets)) == "numpy"
    agrees_unnoted(saved)


def test_looks_and_notes(book: Path, office: Office, tmp_path: Path) -> None:
    looks = [
        ["colour", "forward", 15, 8, 0xFF0000],
        ["width", "forward", 8, 900],
        ["hide_rows", "forward", 15, 6],
        ["note", "forward", 16, 9, "=A1"],
        ["note", "equations", 15, 4, "why?"],
    ]
    agrees_unnoted(office.edit(book, tmp_path / "saved.xlsx", *looks))


def test_changed_letters_and_weights(book: Path, office: Office, tmp_path: Path) -> None:
    _, row, column = place(book, "letter")
    letter = read(book).sheets["forward"].values[row, column + 2]
    changed = [
        ["text", "forward", row, column, letter],
        ["number", *place(book, "W_hy"), 5],
        ["number", *place(book, "b_h"), -0.1],
        ["number", *place(book, "h_0"), 0.3],
        ["recalculate"],
    ]
    saved = office.edit(book, tmp_path / "saved.xlsx", *changed)
    agrees_unnoted(saved)
    agrees_unnoted(saved, "cached")


def test_an_equivalent_formula_is_noted(book: Path, office: Office, tmp_path: Path) -> None:
    _, row, column = place(book, "p")
    old = read(book).sheets["forward"].formulas[row, column]
    edit = ["formula", "forward", row, column, f"=1*{old}"]
    saved = office.edit(book, tmp_path / "saved.xlsx", edit)
    assert agrees(saved)["noted"] == 1


def test_a_formula_of_the_users_own(book: Path, office: Office, tmp_path: Path) -> None:
    edits = [["formula", "forward", 3, 30, "=SUM(A1:A2)"], ["formula", "check", 60, 1, "=1+1"]]
    saved = office.edit(book, tmp_path / "saved.xlsx", *edits)
    assert set(agrees(saved)) == {"matched"}
    assert set(verified(saved).engines[0].strays) == {"forward!AD3", "check!A60"}


def test_moved_weights(book: Path, office: Office, tmp_path: Path) -> None:
    """Cut and pasted cells take their name and the formulas that read them along."""
    area = read(book).area("W_hy")
    assert area is not None
    saved = office.edit(
        book, tmp_path / "saved.xlsx", ["move_cells", "forward", str(area[1]), "forward", 120, 2]
    )
    assert place(saved, "W_hy") == ("forward", 120, 2)
    agrees(saved)


def moved_names(before: Path, after: Path) -> bool:
    old, new = read(before), read(after)
    return any(old.area(name) != new.area(name) for name in old.names)
