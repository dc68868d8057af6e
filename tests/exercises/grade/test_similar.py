"""Similar submissions are a hint: what is unusual and shared is told, what is right is not."""

import re
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor

import openpyxl
import pytest

from tests.exercises.answers import PLAIN, STYLES
from tests.exercises.submissions import Pupil
from xlrnn import api
from xlrnn.exercises.ask.key import Key, read_key
from xlrnn.exercises.ask.roster import Student
from xlrnn.exercises.grade.similar import Similar
from xlrnn.exercises.make.exercise import assign
from xlrnn.exercises.make.workbooks import student_workbook

ODD = {
    "a_h": lambda s, i, t: f"{PLAIN['a_h'](s, i, t)}*1.01",
    "logits": lambda s, i, t: f"{PLAIN['logits'](s, i, t)}+0.003",
}
BIAS = {"a_h": lambda s, i, t: s.recurrent(i, t)}
KNOWN = {
    **BIAS,
    "h": lambda s, i, t: f"TANH({s.at('a_x', i, t)})+TANH({s.at('a_h', i, t)})",
}


def tell_similar(results):
    """Put into results what is said of them."""
    similar = Similar(results, lambda number: results[number]["file"])
    for number, result in enumerate(results):
        similar.tell(number, result)


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Four students with exercises of their own."""
    folder = tmp_path_factory.mktemp("course")
    found = [assign("hello-forward", Student(f"s{number}"), b"0" * 16, 2) for number in range(4)]
    (folder / "key.json").write_text(Key(found).text())
    for one in found:
        (folder / f"{one.student}.xlsx").write_bytes(student_workbook(one.make_lesson(), one))
    return folder


def handed_in(course, folder, *fills):
    """Grade what the first students hand in, and return the hints of each."""
    assignments = read_key(course).assignments
    for one, fill in zip(assignments, fills, strict=False):
        pupil = Pupil(course / f"{one.student}.xlsx", one)
        fill(pupil)
        (folder / one.student).mkdir()
        pupil.save(folder / one.student / "x.xlsx")
    with ThreadPoolExecutor(1) as here:
        results = api.grade([folder], course, executor=here).results
    assert not any("traits" in result for result in results)
    return [[note for note in result["notes"] if "similar" in note] for result in results]


def filled(**formulas):
    return lambda pupil: pupil.fill(**formulas)


def test_the_same_unusual_formulas_are_a_hint(course, tmp_path):
    hints = handed_in(course, tmp_path, filled(**ODD), filled(), filled(**ODD), filled(**BIAS))
    assert [len(hint) for hint in hints] == [1, 0, 1, 0]
    assert re.fullmatch(
        r"similar to \S+s2/x.xlsx: the same unusual formula in a_h; the same unusual formula in "
        r"logits \(a hint, no proof\)",
        hints[0][0],
    )


def test_a_friends_file_under_ones_own_signature_is_a_hint(tmp_path):
    alike = {"word": "hello", "units": "3"}
    ann, bob = (
        assign("hello-forward", Student(name), b"0" * 16, 2, settings=alike)
        for name in ("ann", "bob")
    )
    key = tmp_path / "key" / "key.json"
    key.parent.mkdir()
    key.write_text(Key([ann, bob]).text())

    def blank(student, path):
        path.write_bytes(student_workbook(student.make_lesson(), student))
        return path

    def handed(folder, *whose):
        """Each hands in a file under the own name."""
        for student, one in zip((ann, bob), whose, strict=True):
            inside = tmp_path / folder / student.student
            inside.mkdir(parents=True)
            pupil = Pupil(blank(one, inside / "x.xlsx"), one).fill()
            for row in openpyxl.load_workbook(blank(student, tmp_path / "own.xlsx"))["xlrnn"]:
                for cell in row:
                    pupil.workbook["xlrnn"][cell.coordinate] = cell.value
            pupil.save(inside / "x.xlsx")
        with ThreadPoolExecutor(1) as here:
            return api.grade([tmp_path / folder], key, executor=here).results

    assert [result["notes"] for result in handed("own", ann, bob)] == [[], []]
    for result in handed("a friend's", ann, ann):
        assert "drawn for one of them (a hint, no proof)" in " ".join(result["notes"])


def test_right_formulas_and_known_mistakes_are_no_hint(course, tmp_path):
    for number, formulas in enumerate(({}, KNOWN, {"a_h": ODD["a_h"]})):
        folder = tmp_path / str(number)
        folder.mkdir()
        assert handed_in(course, folder, *[filled(**formulas)] * 3) == [[], [], []]


@pytest.mark.parametrize("style", STYLES)
def test_whatever_style_right_formulas_have(course, tmp_path, style):
    assert handed_in(course, tmp_path, *[filled(**STYLES[style])] * 2) == [[], []]


def test_the_numbers_of_another_student_are_a_hint(course, tmp_path):
    lesson = read_key(course).assignments[0].make_lesson()
    theirs = lesson.expected(lesson.inputs())["h"]

    def typed(pupil):
        pupil.fill()
        for i in range(2):
            for t in range(4):
                pupil.page[pupil.sheet.at("h", i, t)] = float(theirs[i, t])

    hints = handed_in(course, tmp_path, filled(), typed, typed)
    assert [len(hint) for hint in hints] == [0, 1, 1]
    assert "the same typed numbers in h, which answer neither" in hints[1][0]


def test_the_same_hand_saved_both(course, tmp_path):
    def by(name):
        def fill(pupil):
            pupil.fill(a_h=ODD["a_h"])
            pupil.workbook.properties.lastModifiedBy = name

        return fill

    for number, (name, count) in enumerate((("A. Person", 1), ("Windows User", 0))):
        folder = tmp_path / str(number)
        folder.mkdir()
        hints = handed_in(course, folder, by(name), by(name))
        assert [len(hint) for hint in hints] == [count, count]
    with zipfile.ZipFile(folder / "s0" / "x.xlsx") as archive:
        assert b"Windows User" in archive.read("docProps/core.xml")


def made(number, traits):
    return {"student": f"s{number}", "file": f"{number}.xlsx", "fingerprint": str(number),
            "notes": [], "traits": traits}  # fmt: skip


def test_what_many_have_is_not_unusual_and_many_are_compared_fast():
    """A thousand submissions of forty traits: some shared by all, some by ten, one by two."""
    everybody = [[2, "all", f"all {n}"] for n in range(20)]
    results = [
        made(n, [*everybody, *([2, "ten", f"{k} {n // 10}"] for k in range(20))])
        for n in range(1000)
    ]
    results[3]["traits"].append([2, "two", "x"])
    results[700]["traits"].append([2, "two", "x"])
    start = time.process_time()
    tell_similar(results)
    assert time.process_time() - start < 1
    assert [n for n, result in enumerate(results) if result["notes"]] == [3, 700]


def test_one_student_twice_and_one_file_twice_are_no_pair():
    twice = [made(1, [[2, "x", "x"]]), {**made(1, [[2, "x", "x"]]), "fingerprint": "2"}]
    tell_similar(twice)
    assert not any("similar" in note for result in twice for note in result["notes"])
    same = [made(1, [[2, "x", "x"]]), {**made(2, [[2, "x", "x"]]), "fingerprint": "1"}]
    tell_similar(same)
    assert [result["notes"] for result in same] == [
        ["the same file as 2.xlsx"], ["the same file as 1.xlsx"],
    ]  # fmt: skip
