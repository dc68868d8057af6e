"""An exercise is filled in over two visits by typing, and is handed in."""

import re

import openpyxl
import pytest

from tests.playground.documents import Document
from tests.playground.keeping import here_again, kept, type_into
from tests.playground.test_exercises import answers
from xlrnn import api


@pytest.fixture
def course(tmp_path):
    """An exercise of a student whose name would like to be more."""
    roster, secret = tmp_path / "roster.csv", tmp_path / "secret"
    roster.write_text("id,name,email\ns01,Ada <b>L,ada@example.org\n")
    secret.write_text("5e" * 32)
    folder = tmp_path / "course"
    api.exercise("hello-forward", folder, level=2, roster=roster, secret=secret)
    return folder


def test_an_exercise_is_filled_in_over_two_visits_and_gets_full_marks(page, course, tmp_path):
    document = Document(page)
    exercise = course / "s01" / "hello-forward-level-2-s01.xlsx"
    changes = answers(exercise, course / "key" / "hello-forward-level-2-s01-solution.xlsx")
    assert len(changes) > 20
    document.open("hello-forward").open_file(exercise.name, exercise.read_bytes())
    asked = document.page.get_by_role("region", name="The exercise")
    asked.get_by_text("For Ada <b>L (s01)").wait_for()
    assert asked.get_by_text("Level 2: fill whole blocks").is_visible()
    blocks = re.findall(r"… (\w+): 0 of (\d+)", asked.inner_text())
    assert [name for name, _ in blocks] == ["a_h", "h", "logits"]
    assert sum(int(count) for _, count in blocks) == len(changes)
    half = len(changes) // 2
    fill_in(document, changes[:half])
    kept(document, half)
    questions = []
    document.page.on("dialog", lambda dialog: (questions.append(dialog.type), dialog.accept()))
    document.page.reload()
    assert questions == []
    document.settled()
    document.open_file(exercise.name, exercise.read_bytes())
    here_again(document)
    fill_in(document, changes[half:])
    document.page.get_by_text(f"✓ filled: {len(changes)} of {len(changes)} cells").wait_for()
    assert re.findall(r"✓ (\w+): (\d+) of \2", asked.inner_text()) == blocks
    asked.get_by_role("button", name="✓ h:").click()
    first = openpyxl.load_workbook(exercise).defined_names["h"].attr_text.split("!")[1]
    box = document.page.locator("#formula-bar input").first
    assert box.input_value() == first.split(":")[0].replace("$", "")
    handed_in = tmp_path / exercise.name
    with document.page.expect_download() as saved:
        document.page.get_by_role("button", name="Save to hand in").click()
    assert saved.value.suggested_filename == exercise.name
    saved.value.save_as(handed_in)
    (result,) = api.grade([handed_in], course).results
    assert result["score"] == result["max_score"] > 0


def fill_in(document, changes):
    """Type formulas into the cells where they belong, column by column."""
    document.page.get_by_role("tab", name="forward").click()
    ordered = sorted(changes, key=lambda change: (change["column"], change["row"]))
    run = []
    for change in ordered:
        last = run[-1] if run else None
        if last and (change["column"], change["row"]) != (last["column"], last["row"] + 1):
            type_run(document, run)
            run = []
        run.append(change)
    type_run(document, run)


def type_run(document, run):
    """Type what stands without a gap below each other."""
    address = f"{openpyxl.utils.get_column_letter(run[0]['column'])}{run[0]['row']}"
    type_into(document, address, *(change["input"]["formula"] for change in run))
