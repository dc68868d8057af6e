"""Built, opened and saved by another program, verified: all agree, and no formula is noted."""

import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pytest

from tests.requirements import require_program
from tests.roundtrip.office import Office
from tests.roundtrip.outcome import agrees_unnoted, verified
from xlrnn.commands.main import run
from xlrnn.verify.results.verdict import Outcome

ENGINES = ("ironcalc", "cellrune")


def ssconvert(book: Path, saved: Path) -> Path:
    program = require_program("gnumeric", "ssconvert")
    command = [program, "--recalc", book, saved]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return saved


@pytest.mark.parametrize("engine", ENGINES)
def test_saved_by_libreoffice(book: Path, office: Office, tmp_path: Path, engine: str) -> None:
    saved = office.edit(book, tmp_path / "saved.xlsx", ["colour", "forward", 30, 8, 0xFFAA00])
    assert formula_parts(saved) != formula_parts(book)
    agrees_unnoted(saved, engine)


@pytest.mark.parametrize("engine", ENGINES)
def test_saved_by_gnumeric(book: Path, tmp_path: Path, engine: str) -> None:
    saved = ssconvert(book, tmp_path / "saved.xlsx")
    assert formula_parts(saved) != formula_parts(book)
    agrees_unnoted(saved, engine)


@pytest.mark.parametrize("engine", ENGINES)
def test_saved_by_openpyxl(book: Path, tmp_path: Path, engine: str) -> None:
    saved = tmp_path / "saved.xlsx"
    openpyxl.load_workbook(book).save(saved)
    assert formula_parts(saved) != formula_parts(book)
    agrees_unnoted(saved, engine)


def test_saved_by_one_after_the_other(book: Path, office: Office, tmp_path: Path) -> None:
    first = ssconvert(book, tmp_path / "gnumeric.xlsx")
    second = office.edit(first, tmp_path / "office.xlsx", ["number", "forward", 15, 2, 0.75])
    third = tmp_path / "openpyxl.xlsx"
    openpyxl.load_workbook(second).save(third)
    agrees_unnoted(ssconvert(third, tmp_path / "again.xlsx"))


def test_what_libreoffice_calculated_agrees(book: Path, office: Office, tmp_path: Path) -> None:
    weight = ["number", "forward", 16, 2, -0.625]
    saved = office.edit(book, tmp_path / "saved.xlsx", weight, ["recalculate"])
    agrees_unnoted(saved, "cached")


def test_what_gnumeric_calculated_agrees(book: Path, tmp_path: Path) -> None:
    agrees_unnoted(ssconvert(book, tmp_path / "saved.xlsx"), "cached")


def test_what_xlrnn_stored_itself_proves_nothing(book: Path) -> None:
    result = verified(book, "cached")
    assert result.outcome is Outcome.UNKNOWN
    assert "prove nothing" in result.engines[0].reason
    assert run(["verify", str(book), "--engine", "cached"]) == 3


def test_what_a_program_kept_without_calculating_proves_nothing(book: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept.xlsx"
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(kept, "w") as new:
        for name in old.namelist():
            new.writestr(
                name, old.read(name).replace(b"<Application>xlrnn<", b"<Application>Other<")
            )
    result = verified(kept, "cached")
    assert result.outcome is Outcome.UNKNOWN
    assert "calculated none" in result.engines[0].reason


def test_an_edit_that_is_wrong_is_found_after_the_round_trip(
    built: dict[str, Path], office: Office, tmp_path: Path
) -> None:
    wrong = ["formula", "forward", 18, 9, "=SUM(C17:F17)"]
    saved = office.edit(built["article"], tmp_path / "saved.xlsx", wrong)
    for path in (saved, ssconvert(saved, tmp_path / "again.xlsx")):
        first = verified(path).engines[0].first_difference
        assert verified(path).outcome is Outcome.DIFFER
        assert first is not None and first.cell == "forward!I18"


def formula_parts(path: Path) -> list[bytes]:
    """The sheets' XML, to show that a program did write the file anew."""
    with zipfile.ZipFile(path) as archive:
        names = sorted(name for name in archive.namelist() if "worksheets/sheet" in name)
        return [archive.read(name) for name in names if name.endswith(".xml")]
