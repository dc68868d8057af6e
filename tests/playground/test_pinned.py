"""Python's files for the page: told by their hashes, and fetched only where that is asked for."""

import hashlib
import io
import json
import tarfile
import zipfile

import pytest

from xlrnn import api
from xlrnn.commands.main import run
from xlrnn.errors import EngineMissingError
from xlrnn.playground import pinned, runtime
from xlrnn.playground.single import PYTHON_WORKER, single_page
from xlrnn.playground.site import site_files

PYODIDE_FILES = (*runtime._TAKEN, runtime._LOCK)


def a_tar(files):
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w:gz") as archive:
        for name, content in files.items():
            entry = tarfile.TarInfo(f"package/{name}")
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return data.getvalue()


def a_wheel():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("numpy-2.0.2.dist-info/LICENSE.txt", "NumPy's licence")
    return data.getvalue()


@pytest.fixture
def cache(tmp_path, monkeypatch):
    """An empty cache folder, and no network."""
    monkeypatch.setenv("XLRNN_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("urllib.request.urlopen", unreachable)
    return tmp_path / "cache" / "python"


def unreachable(*_, **__):
    raise AssertionError("nobody asked for the network")


@pytest.fixture
def small(monkeypatch):
    """Small files in the place of Python's; returns what their servers have."""
    info = json.dumps({"info": {"python": "3.12.7"}, "packages": {"numpy": 1}}).encode()
    contents = [
        a_tar({**dict.fromkeys(runtime._TAKEN, b"js"), runtime._LOCK: info}),
        a_wheel(),
    ]
    files = tuple(
        pinned.Pinned(file.name, file.url, hashlib.sha256(data).hexdigest())
        for file, data in zip(pinned.PINNED, contents, strict=True)
    )
    monkeypatch.setattr(pinned.read_pinned, "__defaults__", (files,))
    monkeypatch.setattr(pinned.fetch_files, "__defaults__", (files,))
    return dict(zip([file.url for file in files], contents, strict=True))


class Answer(io.BytesIO):
    """What a server sends."""


def test_what_is_missing_is_named_with_its_address_its_hash_and_its_place(cache, tmp_path, capsys):
    code = run(["playground", "hello-forward", "-o", str(tmp_path / "site"), "--python"])
    said = capsys.readouterr().err
    assert code == 3
    for file in pinned.PINNED:
        assert f"{cache / file.name} is missing (from {file.url}, SHA-256 {file.sha256})" in said
    assert said.endswith("let it be fetched with --fetch\n")
    assert not (tmp_path / "site").exists()
    with pytest.raises(EngineMissingError) as error:
        api.playground(tmp_path / "site", "hello-forward", python=True)
    assert said == f"xlrnn: {error.value}\n"


def test_it_is_fetched_once_where_that_is_asked_for(cache, small, monkeypatch):
    asked = []

    def answer(request, timeout):
        asked.append(request.full_url)
        return Answer(small[request.full_url])

    monkeypatch.setattr("urllib.request.urlopen", answer)
    pinned.fetch_files()
    assert asked == [file.url for file in pinned.PINNED]
    pinned.fetch_files()
    assert len(asked) == 2
    assert pinned.read_pinned() == [*small.values()]


def test_another_file_is_thrown_away(cache, small, monkeypatch):
    monkeypatch.setattr("urllib.request.urlopen", lambda *_, **__: Answer(b"another"))
    with pytest.raises(EngineMissingError, match=r"is another file: expected the SHA-256 .*, got"):
        pinned.fetch_files()
    assert not cache.exists()


def test_another_file_that_lies_there_is_refused(cache, small):
    cache.mkdir(parents=True)
    for file in pinned.PINNED:
        (cache / file.name).write_bytes(b"another")
    with pytest.raises(EngineMissingError, match="is another file, of SHA-256 "):
        pinned.read_pinned()


def test_a_server_that_does_not_answer_is_said(cache, small, monkeypatch):
    def refuse(*_, **__):
        raise OSError("no way there")

    monkeypatch.setattr("urllib.request.urlopen", refuse)
    with pytest.raises(EngineMissingError, match=r"cannot fetch https://registry.*: no way there"):
        pinned.fetch_files()


@pytest.fixture
def there(cache, small):
    cache.mkdir(parents=True)
    for file, data in zip(pinned.PINNED, small.values(), strict=True):
        (cache / file.name).write_bytes(data)


def test_the_page_has_python_its_packages_and_their_licences(there):
    files = site_files([], python=True)
    index = json.loads(files["books.json"])
    assert {*index["python"]} == {"pyodide", "numpy", "xlrnn"}
    folder = runtime.FOLDER
    lock = json.loads(files[f"{folder}/pyodide-lock.json"])
    assert lock == {"info": {"python": "3.12.7"}, "packages": {}}
    with zipfile.ZipFile(io.BytesIO(files[f"{folder}/packages.zip"])) as packages:
        names = set(packages.namelist())
    assert {"click/__init__.py", "xlsxwriter/__init__.py", "formulon/_c.py"} <= names
    assert {"xlrnn/browser/calls.py", "xlrnn/lessons/sentiment/tweets.npz"} <= names
    left_out = (".wasm", ".pyc", "page/main.js")
    assert [name for name in names if name.endswith(left_out) or name.startswith("numpy/")] == []
    notice = files[runtime.NOTICE].decode()
    for words in ("Mozilla Public License 2.0", "NumPy's licence", "Apache License", "xlsxwriter"):
        assert words in notice
    assert runtime.runtime_files() == {n: d for n, d in files.items() if n.startswith(folder)}


def test_the_single_file_holds_it_and_its_worker(there):
    page = single_page(site_files([], python=True)).decode()
    assert f'data-file="{PYTHON_WORKER}"' in page
    assert f'data-file="{runtime.FOLDER}/numpy.whl"' in page
    assert 'data-file="python/' not in single_page(site_files([])).decode()


def test_a_package_that_is_not_installed_is_named(there, monkeypatch):
    monkeypatch.setattr(runtime, "_PACKAGES", ("no-such-package",))
    with pytest.raises(EngineMissingError, match="no-such-package, which Python in the page needs"):
        runtime.runtime_files()


def test_fetching_nothing_is_refused(cache, tmp_path, capsys):
    assert run(["playground", "hello-forward", "-o", str(tmp_path / "x"), "--fetch"]) == 2
    assert "--fetch fetches what --python needs" in capsys.readouterr().err
