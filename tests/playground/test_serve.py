"""The page from this machine to this machine: kinds, headers, and who is not heard."""

import http.client
import socket

import pytest

from tests.playground.conftest import serving
from xlrnn.commands.main import run
from xlrnn.playground.policy import site_policy

FILES = {
    "index.html": b"<p>start</p>",
    "main.js": b"1",
    "engine/formulon.wasm": b"\0asm",
    "workbooks/a.xlsx": b"PK",
}


@pytest.fixture
def ask():
    with serving(FILES) as server:

        def call(path, method="GET", **headers):
            connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
            connection.request(method, path, headers=headers)
            answer = connection.getresponse()
            body = answer.read()
            connection.close()
            return answer, body

        yield call


@pytest.mark.parametrize(
    ("path", "name", "kind"),
    [
        ("/", "index.html", "text/html; charset=utf-8"),
        ("/main.js?anything", "main.js", "text/javascript; charset=utf-8"),
        ("/engine/formulon.wasm", "engine/formulon.wasm", "application/wasm"),
    ],
)
def test_files_have_their_kinds(ask, path, name, kind):
    answer, body = ask(path)
    assert (answer.status, answer.headers["Content-Type"], body) == (200, kind, FILES[name])
    answer, body = ask(path, "HEAD")
    assert (answer.status, body) == (200, b"")
    assert answer.headers["Content-Length"] == str(len(FILES[name]))


def test_every_answer_says_what_the_page_may_do(ask):
    answer, _ = ask("/")
    assert answer.headers["Content-Security-Policy"].startswith(site_policy())
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    "path", ["/gone.js", "/../conftest.py", "/%2e%2e/etc/passwd", "//etc/passwd"]
)
def test_nothing_else_is_there(ask, path):
    assert ask(path)[0].status == 404


def test_another_name_for_this_machine_is_not_heard(ask):
    """A page elsewhere, whose name was made to mean this machine, reads nothing."""
    assert ask("/", Host="evil.example")[0].status == 404


def test_only_this_machine_is_heard():
    with serving(FILES) as server:
        assert server.server_address[0] == "127.0.0.1"


def test_the_verb_serves_until_it_is_interrupted(monkeypatch, capsys):
    """Without a folder nothing is written; a taken port is no obstacle."""
    asked = []
    monkeypatch.setattr("xlrnn.api.sites.workbook", lambda lesson: lesson.name.encode())
    monkeypatch.setattr("webbrowser.open", asked.append)

    def once(self):
        asked.append(self.files["workbooks/hello-forward.xlsx"])
        raise KeyboardInterrupt

    monkeypatch.setattr("xlrnn.playground.serve.PageServer.serve_forever", once)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        monkeypatch.setattr("xlrnn.playground.serve.PORT", port)
        assert run(["playground", "--serve", "hello-forward"]) == 0
    said = capsys.readouterr().out
    assert asked[1] == b"hello-forward"
    assert asked[0] in said
    assert str(port) not in asked[0]


def test_a_written_page_is_served_as_it_was_written(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr("xlrnn.api.sites.workbook", lambda lesson: lesson.name.encode())
    monkeypatch.setattr("webbrowser.open", lambda _: None)
    served = []
    monkeypatch.setattr(
        "xlrnn.playground.serve.PageServer.serve_forever",
        lambda self: served.append(sorted(self.files)),
    )
    assert run(["playground", "-o", str(tmp_path / "site"), "hello-forward", "--serve"]) == 0
    assert f"wrote {tmp_path / 'site' / 'index.html'}" in capsys.readouterr().out
    assert "workbooks/hello-forward.xlsx" in served[0]


def test_a_single_file_is_not_served(capsys):
    assert run(["playground", "--serve", "--single", "-o", "a.html"]) == 2
    assert "--single opens without --serve" in capsys.readouterr().err
