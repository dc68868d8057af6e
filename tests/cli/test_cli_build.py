"""`xlrnn build`: options, overwriting, `--check`, and words of every kind."""

import re
from pathlib import Path

import pytest

from tests.cli.workbooks import FORWARD, STRINGS, pack, parts_of, saved_by_openpyxl
from xlrnn.lessons import LESSON_NAMES

NAME = "hello-forward.xlsx"


def left_over(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.name.startswith(".")]


def test_list(xlrnn):
    ran = xlrnn("list")
    assert ran.code == 0
    lines = ran.out.splitlines()
    assert lines[0].startswith("hello-forward: ")
    options = [line.split()[0] for line in lines[1:]]
    assert options[:5] == ["word", "vocabulary", "units", "form", "seed"]
    lessons = [line.split(":")[0] for line in lines if not line.startswith(" ")]
    assert lessons == list(LESSON_NAMES)


def test_a_list_on_a_terminal_keeps_to_its_width(xlrnn, monkeypatch):
    monkeypatch.setattr("xlrnn.commands.wrapped._width", lambda: 60)
    lines = xlrnn("list").out.splitlines()
    assert max(map(len, lines)) <= 60
    assert lines[:2] == [
        "hello-forward: the article's Excel section: one-hot letters,",
        "  W_xh, w_hh, bias, tanh, output, softmax",
    ]


def test_build_and_verify(xlrnn, tmp_path):
    folder = tmp_path / "not" / "there yet"
    settings = ("--set", "word=banana", "--set", "units=5", "--seed", "3")
    ran = xlrnn("build", "hello-forward", "-o", folder, *settings, "--verify")
    assert ran.code == 0
    first, second, third = ran.out.splitlines()
    assert first == f"wrote {folder / NAME}"
    assert second.startswith("agree")
    assert third.startswith(f"Open {folder / NAME} in Excel or LibreOffice")
    assert xlrnn("build", "hello-forward", "-o", folder, *settings, "--check").code == 0
    assert xlrnn("build", "hello-forward", "-o", folder, "--check").code == 1
    assert left_over(tmp_path) == []


def test_build_several_with_an_option(xlrnn, tmp_path):
    arguments = ("build", "hello-forward", "gru-cell", "-o", tmp_path, "--set", "units=2")
    assert xlrnn(*arguments).code == 0
    ran = xlrnn(*arguments, "--check")
    assert (ran.code, ran.err) == (0, "")
    assert "2 of 2 workbooks" in ran.out


def test_an_option_reaches_those_lessons_that_have_it(xlrnn, tmp_path):
    named = ("build", "hello-forward", "gru-cell", "lstm-cell", "-o", tmp_path)
    ran = xlrnn(*named, "--set", "word=hal", "--set", "units=2")
    *wrote, left_alone = ran.out.splitlines()
    assert (ran.code, len(wrote)) == (0, 3)
    assert left_alone == "built without word, an option that they do not have: gru-cell, lstm-cell"
    assert xlrnn(*named, "--set", "word=hal", "--set", "units=2", "--check").code == 0
    assert xlrnn("build", "gru-cell", "-o", tmp_path, "--set", "units=2", "--check").code == 0
    alone = ("build", "hello-forward", "-o", tmp_path, "--set", "units=2")
    assert xlrnn(*alone, "--set", "word=hal", "--check").code == 0
    assert xlrnn(*alone, "--check").code == 1


def test_same_bytes_again(xlrnn, tmp_path, book):
    assert xlrnn("build", "hello-forward", "-o", tmp_path).code == 0
    assert (tmp_path / NAME).read_bytes() == book.read_bytes()


WRONG_USE = {
    ("build",): "no lesson named: name one, or take --all",
    ("build", "hello"): "lesson 'hello' is unknown: expected one of hello-forward",
    ("build", "--set"): "requires an argument",
    ("build", "hello-forward", "--set", "units"): "--set units: expected NAME=VALUE",
    ("build", "hello-forward", "--set", "size=3"): "has no option 'size': expected one of form, ",
    ("build", "--all", "--set", "size=3"): "none of these lessons has an option 'size': expected ",
    ("build", "hello-forward", "hello-training", "--set", f"word={'hello' * 3}"): (
        "lesson hello-training: "
    ),
    ("build", "hello-forward", "--set", "units=many"): "units is 'many': expected a whole number",
    ("build", "hello-forward", "--set", "units=0"): "units is 0: expected 1 to 64",
    ("build", "hello-forward", "--set", "units=65"): "units is 65: expected 1 to 64",
    ("build", "hello-forward", "--set", "form=other"): "expected article or textbook",
    ("build", "hello-forward", "--set", "seed=-1"): "seed is -1: expected a whole number from 0",
    ("build", "hello-forward", "--seed", "x"): "'x' is not a valid integer",
    ("build", "hello-forward", "--set", "word=h"): "expected 2 to 100",
    (
        "build",
        "hello-forward",
        "--set",
        "word=" + "ab" * 50 + "a",
    ): "word is 101 long: expected",
    ("build", "hello-forward", "--set", "word="): "expected 2 to 100",
    ("build", "hello-forward", "--set", "word=a\x1bb"): "character '\\x1b' at position 2",
    ("build", "hello-forward", "--set", "word=a\tb"): "leave out control characters",
    ("build", "hello-forward", "--set", "vocabulary=hel"): "add it with --set vocabulary=",
    ("build", "hello-forward", "--set", "vocabulary=hheloo"): "has 'h' twice",
    ("verify",): "Missing argument",
    ("verify", "x.xlsx", "--format", "pdf"): "'pdf' is not one of",
    ("verify", "x.xlsx", "--map", "/not/there.toml"): "cannot read the map",
    ("bake",): "there is no verb 'bake': expected list, build, verify, map, exercise",
    ("--nonsense",): "No such option",
}


@pytest.mark.parametrize("arguments", WRONG_USE, ids=" ".join)
def test_wrong_use(xlrnn, arguments, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    ran = xlrnn(*arguments)
    assert ran.code == 2
    assert WRONG_USE[arguments] in ran.err
    assert ran.out == ""
    assert list(tmp_path.iterdir()) == []


def changed_copy(book: Path, place: Path) -> None:
    saved_by_openpyxl(book, place)


OTHERS_WORK = {
    "saved by openpyxl": changed_copy,
    "no workbook": lambda _, place: place.write_bytes(b"my notes"),
    "empty": lambda _, place: place.write_bytes(b""),
    "no manifest": lambda book, place: saved_by_openpyxl(
        book, place, lambda workbook: workbook.remove(workbook["xlrnn"])
    ),
    "link to it": lambda _, place: (
        place.with_name("mine.xlsx").write_bytes(b"mine"),
        place.symlink_to("mine.xlsx"),
    ),
    "dangling link": lambda _, place: place.symlink_to("not-there.xlsx"),
}


@pytest.mark.parametrize("case", OTHERS_WORK)
def test_nothing_of_others_is_overwritten(xlrnn, book, tmp_path, case):
    place = tmp_path / NAME
    OTHERS_WORK[case](book, place)
    before = place.read_bytes() if place.exists() else None
    ran = xlrnn("build", "hello-forward", "-o", tmp_path)
    assert ran.code == 2
    assert "was not last written by xlrnn" in ran.message
    assert "--force" in ran.message
    assert (place.read_bytes() if place.exists() else None) == before
    assert xlrnn("build", "hello-forward", "-o", tmp_path, "--force").code == 0
    assert place.read_bytes() == book.read_bytes()
    assert left_over(tmp_path) == []


def test_link_stays_a_link(xlrnn, book, tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "mine.xlsx").write_bytes(b"mine")
    (tmp_path / NAME).symlink_to("real/mine.xlsx")
    assert xlrnn("build", "hello-forward", "-o", tmp_path, "--force").code == 0
    assert (tmp_path / NAME).is_symlink()
    assert (tmp_path / "real" / "mine.xlsx").read_bytes() == book.read_bytes()


def test_own_file_is_written_again(xlrnn, tmp_path):
    assert xlrnn("build", "hello-forward", "-o", tmp_path).code == 0
    assert xlrnn("build", "hello-forward", "-o", tmp_path, "--set", "word=hell").code == 0


@pytest.mark.parametrize("options", [(), ("--force",)])
def test_folder_in_the_way(xlrnn, tmp_path, options):
    (tmp_path / NAME).mkdir()
    ran = xlrnn("build", "hello-forward", "-o", tmp_path, *options)
    assert ran.code == 2
    assert f"{tmp_path / NAME}" in ran.message
    assert "is a folder" in ran.message
    assert left_over(tmp_path) == []


def test_file_where_a_folder_belongs(xlrnn, tmp_path):
    (tmp_path / "file").write_text("x")
    ran = xlrnn("build", "hello-forward", "-o", tmp_path / "file")
    assert ran.code == 2
    assert "is a file" in ran.err
    ran = xlrnn("build", "hello-forward", "-o", tmp_path / "file" / "deep" / "er")
    assert ran.code == 2
    assert f"{tmp_path / 'file'} is a file, not a folder" in ran.message


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="needs a /proc that refuses files")
def test_folder_that_refuses_files(xlrnn):
    ran = xlrnn("build", "hello-forward", "-o", "/proc/self")
    assert ran.code == 2
    assert "cannot write /proc/self/hello-forward.xlsx" in ran.message


def test_failure_in_the_middle_leaves_the_old_file(xlrnn, book, tmp_path, monkeypatch):
    place = tmp_path / NAME
    place.write_bytes(book.read_bytes())

    def full(self, target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    ran = xlrnn("build", "hello-forward", "-o", tmp_path, "--set", "word=hell")
    assert ran.code == 2
    assert ran.message == f"xlrnn: cannot write {place}: No space left on device"
    assert place.read_bytes() == book.read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


def test_interrupt_in_the_middle_leaves_the_old_file(xlrnn, book, tmp_path, monkeypatch):
    place = tmp_path / NAME
    place.write_bytes(book.read_bytes())

    def stop(self, mode):
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "chmod", stop)
    ran = xlrnn("build", "hello-forward", "-o", tmp_path, "--set", "word=hell")
    assert ran.code == 130
    assert ran.err.strip() == "xlrnn: interrupted"
    assert [path.name for path in tmp_path.iterdir()] == [NAME]
    assert place.read_bytes() == book.read_bytes()


# What `--check` must see, and what it must let pass.


def edit_part(book, place, name, change):
    parts = parts_of(book)
    before = parts[name]
    parts[name] = change(before.decode()).encode()
    assert parts[name] != before
    pack(place, parts)


def scaled(factor):
    """Multiply the stored result of one formula."""
    pattern = re.compile(r'(<c r="H35"[^>]*><f[^>]*>[^<]*</f><v>)([^<]*)(</v>)')
    return lambda text: pattern.sub(
        lambda match: f"{match[1]}{float(match[2]) * factor!r}{match[3]}", text
    )


DIFFERENCES = {
    "formula": (FORWARD, lambda text: text.replace("TANH(I", "SINH(I"), "first at cell I35"),
    "text": (STRINGS, lambda text: text.replace("one-hot", "onehot"), "differs in formulas, texts"),
    "colour": (
        "xl/styles.xml",
        lambda text: re.sub(r'rgb="FF......"', 'rgb="FF123456"', text, count=1),
        "differs in formulas, texts or layout",
    ),
    "width": (FORWARD, lambda text: text.replace('width="', 'width="1'), "differs in formulas"),
    "number": (FORWARD, scaled(1 + 1e-6), "where 0.69316793692761"),
    "no number": (FORWARD, scaled(float("nan")), "differs in formulas, texts or layout"),
    "text for a number": (
        FORWARD,
        lambda text: re.sub(r'(<c r="H35"[^>]*><f[^>]*>[^<]*</f><v>)[^<]*', r"\g<1>1abc", text),
        "stores 1abc where",
    ),
    "no result": (
        FORWARD,
        lambda text: re.sub(r'(<c r="H35"[^>]*><f[^>]*>[^<]*</f><v>)[^<]*', r"\1", text),
        "first at cell H35",
    ),
}


@pytest.mark.parametrize("case", DIFFERENCES)
def test_check_sees(xlrnn, book, tmp_path, case):
    name, change, phrase = DIFFERENCES[case]
    edit_part(book, tmp_path / NAME, name, change)
    ran = xlrnn("build", "hello-forward", "-o", tmp_path, "--check")
    assert (ran.code, ran.err) == (1, "")
    (line,) = ran.out.splitlines()
    assert line.startswith(f"{tmp_path / NAME}: {name} ")
    assert phrase in line


@pytest.mark.parametrize("factor", [1 + 1e-13, 1 - 1e-13])
def test_check_lets_the_last_digits_pass(xlrnn, book, tmp_path, factor):
    edit_part(book, tmp_path / NAME, FORWARD, scaled(factor))
    ran = xlrnn("build", "hello-forward", "-o", tmp_path, "--check")
    assert ran.code == 0, ran.out


def test_check_sees_bytes_that_are_no_text(xlrnn, book, tmp_path):
    parts = parts_of(book)
    parts[STRINGS] = parts[STRINGS].replace(b"one-hot", b"one\xffhot")
    pack(tmp_path / NAME, parts)
    assert xlrnn("build", "hello-forward", "-o", tmp_path, "--check").code == 1


def test_check_sees_parts_too_many_and_too_few(xlrnn, book, tmp_path):
    parts = parts_of(book)
    chart = next(name for name in parts if "charts/chart" in name)
    del parts[chart]
    pack(tmp_path / NAME, {**parts, "xl/\x1b[31mred.xml": b"<x/>"})
    ran = xlrnn("build", "hello-forward", "-o", tmp_path, "--check")
    assert ran.code == 1
    assert f"{chart} is not there" in ran.out
    assert "xl/?[31mred.xml is there and should not be" in ran.out


def test_check_writes_nothing(xlrnn, tmp_path):
    ran = xlrnn("build", "hello-forward", "-o", tmp_path / "none", "--check")
    assert ran.code == 3
    assert "does not exist" in ran.message
    assert list(tmp_path.iterdir()) == []


def test_committed_workbooks_are_what_the_code_generates(xlrnn):
    folder = Path(__file__).parents[2] / "workbooks"
    if not any(folder.glob("*.xlsx")):
        pytest.skip("needs workbooks in workbooks/: run xlrnn build --all")
    ran = xlrnn("build", "--all", "-o", folder, "--check")
    assert ran.code == 0, ran.out + ran.err
