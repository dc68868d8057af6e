"""The page as files: what is in it, what it may do, and what is refused."""

import hashlib
import html
import json
import re
from importlib import metadata

import pytest

from tests.playground.conftest import ROOT, lesson_book
from xlrnn import api
from xlrnn.commands.main import run
from xlrnn.errors import EngineMissingError, UnreadableError, UsageError
from xlrnn.playground import engine
from xlrnn.playground.books import EXERCISE, INDEX, PageBook, book_files
from xlrnn.playground.folder import LIST
from xlrnn.playground.policy import site_policy
from xlrnn.playground.site import page_files

BOOK = ROOT / "workbooks" / "hello-forward.xlsx"


@pytest.fixture
def site(tmp_path):
    return api.playground(tmp_path / "site", ["hello-forward"]).parent


def index_of(folder):
    return json.loads((folder / INDEX).read_text())


def said(capsys, *arguments):
    """The exit code and the one line that says why."""
    code = run([str(one) for one in arguments])
    (line,) = capsys.readouterr().err.strip().splitlines()
    return code, line


def test_it_holds_page_engine_licence_and_the_workbook(site, tmp_path):
    there = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    assert {"index.html", "main.js", "style.css", INDEX, LIST, *engine.FILES} <= there
    (built,) = api.build(["hello-forward"], tmp_path)
    assert (site / "workbooks" / "hello-forward.xlsx").read_bytes() == built.read_bytes()
    assert "Apache License" in (site / "engine" / "LICENSE.txt").read_text()
    wasm = (site / "engine" / "formulon.wasm").read_bytes()
    assert hashlib.sha256(wasm).hexdigest() == engine.SHA256


def test_the_index_says_what_there_is(site):
    index = index_of(site)
    assert index["schema"] == "xlrnn/playground/1"
    assert index["engine"] == {
        "name": "formulon",
        "version": engine.VERSION,
        "sha256": engine.SHA256,
    }
    (book,) = index["books"]
    assert (book["name"], book["kind"]) == ("hello-forward", "lesson")
    assert book["about"].startswith("the article's Excel section")


def test_without_names_it_holds_every_lesson(monkeypatch):
    monkeypatch.setattr("xlrnn.api.sites.workbook", lambda lesson: lesson.name.encode())
    from xlrnn.api.sites import playground_files

    books = json.loads(playground_files()[INDEX])["books"]
    assert [book["name"] for book in books] == [lesson.name for lesson in api.list()]
    only = json.loads(playground_files(exercises=[BOOK])[INDEX])["books"]
    assert [book["kind"] for book in only] == [EXERCISE]


def test_an_exercise_is_offered_under_a_plain_address(tmp_path):
    hostile = tmp_path / "‮<img src=x onerror=alert(1)> & «Ü».xlsx"
    hostile.write_bytes(BOOK.read_bytes())
    folder = api.playground(tmp_path / "site", exercises=[hostile, hostile, BOOK]).parent
    books = index_of(folder)["books"]
    assert [book["title"] for book in books] == [hostile.stem, hostile.stem, "hello-forward"]
    addresses = [book["file"] for book in books]
    assert len({*addresses}) == 3
    for address in addresses:
        assert re.fullmatch(r"workbooks/[a-z0-9-]+\.xlsx", address)
        assert (folder / address).read_bytes() == BOOK.read_bytes()


def test_titles_without_a_plain_letter_have_addresses_all_the_same():
    files = book_files([PageBook(EXERCISE, "данные", "", b"1"), PageBook(EXERCISE, "", "", b"2")])
    assert {name for name in files if name != INDEX} == {
        "workbooks/workbook.xlsx",
        "workbooks/workbook-2.xlsx",
    }


def test_what_is_no_workbook_is_refused(tmp_path, capsys):
    text = tmp_path / "text.xlsx"
    text.write_text("no zip")
    code, line = said(capsys, "playground", "-o", tmp_path / "site", "--exercise", text)
    assert (code, str(text) in line) == (3, True)
    with pytest.raises(UnreadableError):
        api.playground(tmp_path / "site", exercises=[text])
    gone = tmp_path / "gone.xlsx"
    code, line = said(capsys, "playground", "-o", tmp_path / "site", "--exercise", gone)
    assert (code, line) == (2, f"xlrnn: --exercise {gone}: there is no such file")
    assert not (tmp_path / "site").exists()


def test_an_unknown_lesson_is_refused(tmp_path, capsys):
    code, line = said(capsys, "playground", "-o", tmp_path / "site", "helo")
    assert code == 2
    assert "lesson 'helo' is unknown" in line


def test_a_page_of_nothing_is_refused(tmp_path):
    with pytest.raises(UsageError, match="no lesson named"):
        api.playground(tmp_path / "site", [])


def test_where_to_write_must_be_said(capsys):
    code, line = said(capsys, "playground", "hello-forward")
    assert (code, "-o" in line, "--serve" in line) == (2, True, True)


def test_our_own_site_is_written_anew(site):
    (site / "CNAME").write_text("example.org")  # whoever hosts it may put something beside it
    api.playground(site, ["lstm-cell"])
    assert [book["name"] for book in index_of(site)["books"]] == ["lstm-cell"]
    assert not (site / "workbooks" / "hello-forward.xlsx").exists()
    assert (site / "CNAME").read_text() == "example.org"


def test_a_folder_of_somebody_else_is_left_alone(tmp_path, capsys):
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "thesis.txt").write_text("mine")
    code, line = said(capsys, "playground", "-o", folder, "hello-forward")
    assert code == 2
    assert line == (
        f"xlrnn: {folder} is there already, and was not written by xlrnn playground: choose "
        "another folder with -o, or write into it with --force"
    )
    assert [path.name for path in folder.iterdir()] == ["thesis.txt"]
    assert run(["playground", "-o", str(folder), "hello-forward", "--force"]) == 0
    assert (folder / "thesis.txt").read_text() == "mine"
    assert (folder / "index.html").is_file()


def test_a_file_that_was_changed_since_is_left_alone(site):
    changed = site / "workbooks" / "hello-forward.xlsx"
    changed.write_bytes(b"somebody worked on it")
    with pytest.raises(UsageError, match=r"hello-forward\.xlsx is there already"):
        api.playground(site, ["lstm-cell"])
    assert changed.read_bytes() == b"somebody worked on it"
    api.playground(site, ["lstm-cell"], force=True)
    assert [book["name"] for book in index_of(site)["books"]] == ["lstm-cell"]


@pytest.mark.parametrize("listed", ["[]", '{"schema": 1}', "no json", '{"files": []}', "[" * 99999])
def test_a_list_that_says_nothing_is_no_leave_to_overwrite(site, listed):
    (site / LIST).write_text(listed)
    with pytest.raises(UsageError, match="was not written by xlrnn playground"):
        api.playground(site, ["hello-forward"])


def test_a_list_cannot_have_files_removed_elsewhere(site, tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    digest = hashlib.sha256(b"mine").hexdigest()
    listed = json.loads((site / LIST).read_text())
    for name in ("../mine.txt", str(tmp_path / "mine.txt")):
        listed["files"][name] = digest
    (site / LIST).write_text(json.dumps(listed))
    api.playground(site, ["hello-forward"])
    assert (tmp_path / "mine.txt").read_text() == "mine"


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path):
    (tmp_path / "site").write_text("mine")
    with pytest.raises(UsageError, match="is a file"):
        api.playground(tmp_path / "site", ["hello-forward"])
    with pytest.raises(UsageError, match="cannot write"):
        api.playground(tmp_path / "site" / "in", ["hello-forward"])
    assert (tmp_path / "site").read_text() == "mine"


def test_nothing_is_left_half_written(tmp_path, monkeypatch):
    monkeypatch.setattr("xlrnn.playground.folder._move", lambda *_: (_ for _ in ()).throw(OSError))
    with pytest.raises(UsageError, match="cannot write"):
        api.playground(tmp_path / "site", ["hello-forward"])
    assert list(tmp_path.iterdir()) == []


def test_a_missing_engine_says_what_to_install(monkeypatch, tmp_path, capsys):
    def missing(name):
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(engine.metadata, "distribution", missing)
    code, line = said(capsys, "playground", "-o", tmp_path / "site", "hello-forward")
    assert code == 3
    assert 'run pip install "xlrnn[engines]"' in line
    assert not (tmp_path / "site").exists()


def test_another_engine_is_refused(monkeypatch):
    monkeypatch.setattr(engine, "SHA256", "0" * 64)
    with pytest.raises(EngineMissingError, match=r"expected 0\.18\.0.*pip install"):
        engine.engine_files()
    monkeypatch.setattr(engine, "FILES", {"engine/formulon.wasm": "formulon/_wasm/other.wasm"})
    with pytest.raises(EngineMissingError, match=r"has no file formulon/_wasm/other\.wasm"):
        engine.engine_files()


def test_the_pinned_engine_is_the_one_that_is_asked_for():
    wanted = (ROOT / "pyproject.toml").read_text()
    assert f'engines = ["formulon=={engine.VERSION}"]' in wanted


def test_the_page_says_the_same_policy_as_the_server():
    page = page_files()["index.html"].decode()
    assert f'content="{html.escape(site_policy(), quote=False)}"' in page
    assert "'unsafe-inline'" not in page
    assert "'unsafe-eval'" not in page


def test_the_page_names_no_other_site():
    """But for the names of namespaces, which nobody asks for anything."""
    known = re.compile(r"https?://(www\.w3\.org|schemas\.openxmlformats\.org|purl\.oclc\.org)/")
    for name, data in page_files().items():
        for address in re.findall(r"https?://[^\s\"'`)]+", data.decode()):
            assert known.match(address), f"{name}: {address}"


@pytest.mark.parametrize(
    "trick", ["(inner|outer)HTML *\\+?=[^=]", "insertAdjacentHTML", r"document\.write"]
)
def test_no_text_becomes_markup(trick):
    for name, data in page_files().items():
        assert not re.search(trick, data.decode()), name


def test_every_script_is_small():
    for name, data in page_files().items():
        words = name.startswith("words/")  # every text of the page in one file, one a language
        assert data.count(b"\n") < 300 or name.endswith(".css") or words, name


def test_a_lesson_is_what_is_committed(files):
    assert files["workbooks/lstm-cell.xlsx"] == lesson_book("lstm-cell").data
