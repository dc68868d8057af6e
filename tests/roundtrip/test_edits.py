"""What a user does in LibreOffice without doing harm: verification follows and raises no alarm.

LibreOffice does the inserting and renaming, since it adjusts formulas and names as it goes.
"""

from pathlib import Path
from typing import Any

import pytest

from tests.roundtrip.office import Office
from tests.roundtrip.outcome import agrees, agrees_unnoted, verified
from xlrnn.verify.verdict import Outcome
from xlrnn.xlsx.read import read

Edits = list[list[Any]]


def place(path: Path, name: str) -> tuple[str, int, int]:
    """Return the sheet, first row and first column of a block."""
    found = read(path).area(name)
    assert found is not None, name
    return found[0], found[1].first.row, found[1].first.column


INSERTED = {
    "rows above all": lambda path: [["insert_rows", "forward", 1, 3]],
    "rows between blocks": lambda path: [["insert_rows", *place(path, "h")[:2], 2]],
    "a row inside a block": lambda path: [["insert_rows", "forward", place(path, "h")[1] + 1, 1]],
    "rows inside the letters": lambda path: [["insert_rows", "forward", place(path, "x")[1] + 2, 2]],
    "rows inside the weights": lambda path: [["insert_rows", "forward", place(path, "W_xh")[1] + 1, 1]],
    "columns before all": lambda path: [["insert_columns", "forward", 1, 2]],
    "a column inside the steps": lambda path: [["insert_columns", "forward", place(path, "h")[2] + 2, 1]],
    "a column inside the weights": lambda path: [["insert_columns", "forward", 4, 1]],
    "rows and columns": lambda path: [
        ["insert_columns", "forward", place(path, "h")[2] + 1, 1],
        ["insert_rows", "forward", place(path, "logits")[1] + 1, 2],
        ["insert_rows", "forward", place(path, "p")[1] + 3, 1],
    ],
    "rows on the page of equations": lambda path: [["insert_rows", "equations", 8, 2]],
    "columns on the page of equations": lambda path: [["insert_columns", "equations", 5, 1]],
    "rows on the check page": lambda path: [
        ["insert_rows", "check", place(path, "numpy_verdict")[1] + 4, 2],
        ["insert_rows", "check", 2, 1],
    ],
    "rows among NumPy's numbers": lambda path: [
        ["insert_rows", "numpy", place(path, "ref_h")[1] + 1, 1],
        ["insert_columns", "numpy", 3, 1],
    ],
    "rows on the first page": lambda path: [["insert_rows", "start", 1, 4]],
}


@pytest.mark.parametrize("what", INSERTED)
def test_inserted_rows_and_columns(book: Path, office: Office, tmp_path: Path, what: str) -> None:
    edits = INSERTED[what](book)
    saved = office.edit(book, tmp_path / "saved.xlsx", *edits)
    assert moved_names(book, saved)
    agrees(saved)


def test_inserted_rows_are_followed_by_what_is_wrong(
    built: dict[str, Path], office: Office, tmp_path: Path
) -> None:
    """The first wrong cell is named where it is now, not where it was."""
    edits: Edits = [
        ["insert_rows", "forward", 31, 2],
        ["insert_columns", "forward", 3, 1],
        ["formula", "forward", 33, 10, "=0.5"],
    ]
    saved = office.edit(built["article"], tmp_path / "saved.xlsx", *edits)
    result = verified(saved)
    assert result.outcome is Outcome.DIFFER
    first = result.engines[0].first_difference
    assert first is not None and (first.cell, first.block) == ("forward!J33", "h")
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
    assert list(read(saved).sheets)[0] == "numpy"
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
    assert verified(saved).engines[0].strays == ["forward!AD3", "check!A60"]


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
