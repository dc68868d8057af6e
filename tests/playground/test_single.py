"""The page as one file: it opens from a disk, and does what the page from a server does."""

import re

import pytest

from tests.playground.conftest import lesson_book
from tests.playground.documents import Document
from xlrnn.errors import UsageError
from xlrnn.playground.single import single_page, write_single
from xlrnn.playground.site import site_files


@pytest.fixture(scope="module")
def single(tmp_path_factory):
    path = tmp_path_factory.mktemp("single") / "play ground.html"
    write_single(path, single_page(site_files([lesson_book("hello-forward")])))
    return path


def test_it_opens_from_a_disk(page, single, watched):
    document = Document(page)
    page.goto(single.as_uri())
    document.settled()
    assert document.states == ["ready"]
    assert document.proof == ["✓ against NumPy: agrees", "✓ the two notations: agrees"]
    forward = document.sheet("forward")
    document.edit({"sheet": forward, "row": 5, "column": 8, "input": "o"})
    assert "↻ against NumPy: inputs changed" in document.proof
    document.undo()
    assert document.proof[0] == "✓ against NumPy: agrees"
    assert document.save()[:2] == b"PK"
    page.get_by_role("button", name="About").click()
    assert "Apache License" in page.get_by_role("dialog").inner_text()
    assert {url.split(":")[0] for url in watched.requests} <= {"file", "blob", "data"}
    assert sum(url.startswith("file:") for url in watched.requests) == 1


def test_it_holds_its_scripts_by_their_hashes_alone(single):
    text = single.read_text(encoding="utf-8")
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', text)
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert re.fullmatch(r"'sha256-[^']*' 'wasm-unsafe-eval'", directives["script-src"])
    assert re.fullmatch(r"'sha256-[^']*'", directives["style-src"])
    assert directives["connect-src"] == "'none'"
    assert directives["worker-src"] == "blob:"
    assert 'src="main.js"' not in text
    assert 'rel="stylesheet"' not in text


def test_it_is_small(single):
    assert single.stat().st_size < 3_000_000


def test_it_is_written_over_its_own_kind_only(tmp_path):
    path = tmp_path / "page.html"
    path.write_text("<p>mine</p>")
    with pytest.raises(UsageError, match="is there already, and was not written by xlrnn"):
        write_single(path, b"new")
    write_single(path, b"new", force=True)
    assert path.read_bytes() == b"new"
    ours = single_page(site_files([lesson_book("hello-forward")]))
    path.write_bytes(ours)
    write_single(path, ours)


def test_its_name_says_that_it_is_a_page(tmp_path, capsys):
    from xlrnn.commands.main import run

    assert run(["playground", "--single", "-o", str(tmp_path / "site"), "hello-forward"]) == 2
    said = capsys.readouterr().err
    assert said == (
        f"xlrnn: {tmp_path / 'site'}: expected a name that ends in .html, as of a single file\n"
    )
    assert list(tmp_path.iterdir()) == []


def test_the_verb_writes_it(tmp_path, monkeypatch, capsys):
    from xlrnn.commands.main import run

    monkeypatch.setattr("xlrnn.api.sites.workbook", lambda lesson: lesson.name.encode())
    path = tmp_path / "page.html"
    assert run(["playground", "--single", "-o", str(path), "hello-forward"]) == 0
    assert capsys.readouterr().out == f"wrote {path}\n"
    assert 'data-file="workbooks/hello-forward.xlsx"' in path.read_text(encoding="utf-8")
