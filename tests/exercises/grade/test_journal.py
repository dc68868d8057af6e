"""The journal of a batch: what was killed goes on, what is of another run does not count."""

import json
import signal
import subprocess
import sys

import pytest

from xlrnn import api
from xlrnn.errors import UnreadableError, UsageError
from xlrnn.exercises.grade.journal import Journal

RESULT = {"student": "s1", "reason": "", "score": 1.5}
MARK, OTHER = "0a" * 32, "0b" * 32


def read(journal, *marks):
    return list(journal.results([journal.find(mark) for mark in marks]))


def test_results_are_there_in_a_later_run(tmp_path):
    path = tmp_path / "out" / "journal.jsonl"
    first = Journal(path, {"key": "1"})
    assert not first.goes_on
    assert first.find(MARK) is None
    first.add(MARK, RESULT)
    first.add(OTHER, {**RESULT, "student": "é\ud800"})
    later = Journal(path, {"key": "1"})
    assert (later.goes_on, later.notes, len(later)) == (True, [], 2)
    assert read(later, OTHER, MARK) == [{**RESULT, "student": "é\ud800"}, RESULT]
    assert read(first, MARK) == [RESULT]


def test_a_line_that_was_cut_off_is_cut_away_and_the_next_one_is_whole(tmp_path):
    path = tmp_path / "journal.jsonl"
    Journal(path, {}).add(MARK, RESULT)
    for lines, cut in enumerate(('{"mark"', "{", '{"mark": "0b0b", "result": {"reason": ""}}')):
        with path.open("a") as file:
            file.write(cut)
        again = Journal(path, {})
        assert len(again) == 1 + (lines > 0)
        again.add(OTHER, {**RESULT, "score": 2})
        assert read(Journal(path, {}), MARK, OTHER) == [RESULT, {**RESULT, "score": 2}]


def test_what_could_not_be_graded_is_tried_again(tmp_path):
    path = tmp_path / "journal.jsonl"
    journal = Journal(path, {})
    journal.add(MARK, {**RESULT, "reason": "out of time"})
    assert read(journal, MARK) == [{**RESULT, "reason": "out of time"}]
    assert Journal(path, {}).find(MARK) is None


def test_another_key_begins_anew_and_says_so(tmp_path):
    path = tmp_path / "journal.jsonl"
    first = Journal(path, {"key": "1", "rubric": ""})
    first.add(MARK, RESULT)
    anew = Journal(path, {"key": "2", "rubric": ""})
    assert (anew.goes_on, len(anew)) == (False, 0)
    assert anew.notes == ["what journal.jsonl held was graded with another key: all is graded anew"]
    with pytest.raises(UnreadableError, match="is of a later run by now"):
        read(first, MARK)


def test_the_journal_of_version_0_1_begins_anew(tmp_path):
    path = tmp_path / "journal.jsonl"
    path.write_text("\n" + json.dumps({"mark": MARK, "result": RESULT}))
    assert Journal(path, {"key": "1"}).notes == [
        "what journal.jsonl held was graded by another version: all is graded anew"
    ]


@pytest.mark.parametrize("content", [b"my diary\n", b"\xff\xfe", b"[]\n", b'{"a": 1}\n'])
def test_what_is_no_journal_is_left_alone(content, tmp_path):
    path = tmp_path / "journal.jsonl"
    path.write_bytes(content)
    with pytest.raises(UsageError, match="is no journal of xlrnn grade"):
        Journal(path, {})
    assert path.read_bytes() == content
    Journal(path, {}, force=True).add(MARK, RESULT)
    assert read(Journal(path, {}), MARK) == [RESULT]


def test_an_empty_journal_is_one(tmp_path):
    path = tmp_path / "journal.jsonl"
    path.touch()
    assert len(Journal(path, {})) == 0


def test_a_damaged_journal_is_told(tmp_path):
    path = tmp_path / "journal.jsonl"
    journal = Journal(path, {})
    journal.add(MARK, RESULT)
    path.write_bytes(path.read_bytes().replace(b'"result"', b'"rezult"'))
    with pytest.raises(UnreadableError, match="is damaged"):
        read(journal, MARK)


GRADE = """
import sys
from pathlib import Path
from xlrnn import api
def progress(done, total, left):
    print(done, flush=True)
if __name__ == "__main__":
    given, key, out = map(Path, sys.argv[1:])
    api.grade([given], key, formats=("json", "csv"), folder=out, progress=progress)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals are Unix'")
def test_a_batch_that_was_killed_goes_on_and_writes_the_same(levels, solution, tmp_path):
    handed, out = tmp_path / "in", tmp_path / "out"
    handed.mkdir()
    for number in range(4):
        source = solution[2] if number % 2 else levels[2].blank
        (handed / f"{number}.xlsx").write_bytes(source.read_bytes())
    (handed / "4.xlsx").write_bytes(b"no workbook")
    command = [sys.executable, "-c", GRADE, *map(str, (handed, levels[2].key, out))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        for line in running.stdout:
            if int(line) == 2:
                running.send_signal(signal.SIGKILL)
                break
        running.wait()
    assert {path.name for path in out.iterdir()} == {"journal.jsonl"}, "nothing half-written"
    told = []
    api.grade([handed], levels[2].key, formats=("json", "csv"), folder=out,
              progress=lambda done, *_: told.append(done))  # fmt: skip
    assert told[0] in (2, 3)
    whole = tmp_path / "whole"
    grades = api.grade([handed], levels[2].key, formats=("json", "csv"), folder=whole)
    for name in ("results.json", "grades.csv", "reasons.csv"):
        assert (out / name).read_bytes() == (whole / name).read_bytes()
    assert [result["score"] for result in grades.results] == [0, 6, 0, 6, 0]
