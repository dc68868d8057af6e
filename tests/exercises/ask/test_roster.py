"""One exercise for each student: different, signed, and to be made again."""

import pytest

from xlrnn import api
from xlrnn.errors import UnreadableError, UsageError
from xlrnn.exercises.ask.key import read_key
from xlrnn.exercises.ask.roster import Student, read_roster, read_secret, settings
from xlrnn.exercises.grade.grade import grade_file, job
from xlrnn.exercises.make.exercise import assign
from xlrnn.xlsx import manifest
from xlrnn.xlsx.handout import parse_record
from xlrnn.xlsx.reading.read import read

SECRET = b"0123456789abcdef"


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    folder = tmp_path_factory.mktemp("course")
    lines = ["id,name,email,group", 's1,Ann Lee,a@x,"A, B"', "s2,Bob,b@x,C", "../x,=cmd(),c@x,"]
    (folder / "roster.csv").write_text("\n".join(lines) + "\n", encoding="utf-8-sig")
    (folder / "secret").write_bytes(SECRET + b"\n")
    paths = api.exercise(
        "hello-forward", folder / "out", roster=folder / "roster.csv", secret=folder / "secret"
    )
    return folder, paths


def test_each_student_gets_other_numbers(course):
    folder, paths = course
    key = read_key(folder / "out")
    assert [one.student for one in key.assignments] == ["s1", "s2", "../x"]
    weights = {str(one.make_lesson().inputs()["W_xh"].tolist()) for one in key.assignments}
    assert len(weights) == 3
    assert all((folder / "out") in path.parents for path in paths)


def test_words_and_sizes_differ_over_a_class():
    options = [settings(SECRET, "hello-forward", str(number)) for number in range(60)]
    assert len({one["word"] for one in options}) == 8
    assert {one["units"] for one in options} == {"2", "3", "4"}


def test_the_key_can_be_made_again_and_not_without_the_secret(course):
    key = read_key(course[0] / "out")
    again = assign("hello-forward", Student("s1", "Ann Lee", "a@x"), SECRET, 2)
    assert again == key.of_student("s1")
    assert again.signature == key.of_student("s1").signature
    other = assign("hello-forward", Student("s1", "Ann Lee", "a@x"), SECRET + b"!", 2)
    assert other.signature != again.signature
    assert other.options != again.options


def test_the_roster_keeps_other_columns(course):
    students = read_roster(course[0] / "roster.csv")
    assert students[0].others == {"group": "A, B"}
    assert students[2].name == "=cmd()"


def test_the_file_carries_the_signed_id(course):
    folder, paths = course
    record = parse_record(manifest.cells_of(read(paths[1])))
    key = read_key(folder / "out")
    assert (record.student, record.signature) == ("s2", key.of_student("s2").signature)
    secret = SECRET.decode()
    assert secret not in paths[1].read_bytes().decode("latin-1")
    assert secret not in (folder / "out" / "key" / "key.json").read_text()


def test_swapped_files_are_seen(course):
    folder, paths = course
    result = grade_file(job(paths[1], folder / "out", student="s1"))
    assert (result["student"], result["name"], result["file_of"]) == ("s1", "Ann Lee", "s2")
    assert "handed in by s1, but it is the file of s2" in result["notes"]


def test_an_exercise_for_everybody_is_no_students_own(course, levels):
    result = grade_file(job(levels[2].blank, course[0] / "out", student="s1"))
    assert result["reason"].startswith("is an exercise for everybody")


def test_a_changed_id_is_seen(course, tmp_path):
    import openpyxl

    folder, paths = course
    workbook = openpyxl.load_workbook(paths[1])
    cell = workbook[manifest.SHEET]["A1"]
    cell.value = cell.value.replace('"student": "s2"', '"student": "s1"')
    workbook.save(tmp_path / "x.xlsx")
    result = grade_file(job(tmp_path / "x.xlsx", folder / "out"))
    assert (result["student"], result["file_of"]) == ("s1", "s2")
    assert result["notes"][0] == "the id in it was changed from s2 to s1"


def test_a_student_who_is_not_in_the_key(course, tmp_path):
    from xlrnn.exercises.make.workbooks import student_workbook

    stranger = assign("hello-forward", Student("s9"), SECRET, 2)
    path = tmp_path / "x.xlsx"
    path.write_bytes(student_workbook(stranger.make_lesson(), stranger))
    result = grade_file(job(path, course[0] / "out"))
    assert result["reason"] == "is the exercise of 's9', who is not in the key"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name\nAnn\n", "has no column id"),
        ("id,name\n,Ann\n", "line 2 .* has no id"),
        ("id,name\n1,Ann\n1,Bob\n", "has the id '1' twice"),
        ("id,name\nann,Ann\nANN,Anna\n", "has the id 'ann' and 'ANN': more than capitals"),
        ("id,name\n", "has no students"),
    ],
)
def test_rosters_that_make_no_sense(tmp_path, text, message):
    (tmp_path / "r.csv").write_text(text)
    with pytest.raises(UsageError, match=message):
        read_roster(tmp_path / "r.csv")


@pytest.mark.parametrize("between", [",", ";", "\t"])
def test_rosters_as_spreadsheets_save_them(tmp_path, between):
    lines = (between.join(line) for line in (("ID", "Name ", "Group"), ("s1", "Jörg", "a,b;c")))
    text = "\r\n".join(lines).replace("a,b;c", '"a,b;c"')
    (tmp_path / "r.csv").write_text(text, encoding="utf-8-sig")
    assert read_roster(tmp_path / "r.csv") == [Student("s1", "Jörg", "", {"Group": "a,b;c"})]


def test_a_roster_in_another_encoding_is_not_guessed_at(tmp_path):
    (tmp_path / "r.csv").write_bytes("id,name\ns1,Jörg\n".encode("latin-1"))
    with pytest.raises(UnreadableError, match="save it as “CSV UTF-8”"):
        read_roster(tmp_path / "r.csv")


def test_no_student_sits_in_the_folder_of_the_key():
    assert not assign("hello-forward", Student("Key"), SECRET, 2).file.startswith("Key/")


def test_no_roster_and_no_secret(tmp_path):
    with pytest.raises(UnreadableError, match="cannot read the roster"):
        read_roster(tmp_path / "none.csv")
    with pytest.raises(UsageError, match="cannot read the secret"):
        read_secret(tmp_path / "none")
    (tmp_path / "short").write_text("abc")
    with pytest.raises(UsageError, match="has 3 bytes: use at least 16"):
        read_secret(tmp_path / "short")


def test_a_file_says_whose_it_is(course):
    """In its name, for folders without folders, and on its first page, for the printed sheet."""
    folder, paths = course
    assert [path.relative_to(folder / "out").as_posix() for path in paths[:2]] == [
        "s1/hello-forward-level-2-s1.xlsx", "s2/hello-forward-level-2-s2.xlsx",
    ]  # fmt: skip
    page = read(paths[0]).sheets["exercise"]
    assert page.values[3, 2] == "for Ann Lee (s1)"
    texts = [str(value) for value in page.values.values()]
    assert any("xlrnn check hello-forward-level-2-s1.xlsx" in text for text in texts)
    odd = read(paths[2])
    assert odd.sheets["exercise"].values[3, 2] == "for =cmd() (../x)"
    assert (3, 2) not in odd.sheets["exercise"].formulas


def test_each_student_has_a_solution_in_the_folder_of_the_key(course):
    folder, paths = course
    assert len(paths) == 3 + 3 + 1
    assert paths[-1] == folder / "out" / "key" / "key.json"
    for path, one in zip(paths[3:6], read_key(folder / "out").assignments, strict=True):
        assert path.parent == folder / "out" / "key"
        assert path.name.endswith("-solution.xlsx")
        result = grade_file(job(path, folder / "out", student=one.student))
        assert (result["student"], result["score"], result["notes"]) == (one.student, 6, [])
    assert paths[3].name == "hello-forward-level-2-s1-solution.xlsx"


def test_solutions_are_no_submissions(course, tmp_path):
    """Who grades the folder of the course meets the students' files alone."""
    folder, paths = course
    results = api.grade([folder / "out"], folder / "out").results
    assert sorted(result["file"] for result in results) == sorted(map(str, paths[:3]))


def test_an_exercise_for_everybody_is_nobodys(levels):
    assert (3, 2) not in read(levels[2].blank).sheets["exercise"].values
