"""formulon's compiled module is kept, and never used once it is damaged."""

import os
import subprocess
import sys
import time

import pytest

from xlrnn.caching import cache_folder
from xlrnn.engines import wasm_cache

START = """
from xlrnn.engines import wasm_cache
wasm_cache.start()
import formulon
assert formulon.library_version()
"""
posix = pytest.mark.skipif(os.name == "nt", reason="needs POSIX permissions")


def start_elsewhere():
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", START], check=True, capture_output=True)
    return time.perf_counter() - began


def test_a_second_process_starts_fast_and_damage_is_noticed(needs, tmp_path, monkeypatch):
    needs("formulon")
    monkeypatch.setenv("XLRNN_CACHE", str(tmp_path / "cache"))
    file = wasm_cache.compiled_file()
    cold = start_elsewhere()
    written = file.stat().st_mtime_ns
    warm = start_elsewhere()
    assert file.stat().st_mtime_ns == written
    assert warm < cold / 2
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    assert wasm_cache.stored(file) is None
    start_elsewhere()
    assert wasm_cache.stored(file) is not None
    assert file.read_bytes() != content


def test_intact_code_that_wasmtime_refuses_is_replaced(needs, tmp_path, monkeypatch):
    needs("formulon")
    monkeypatch.setenv("XLRNN_CACHE", str(tmp_path / "cache"))
    file = wasm_cache.compiled_file()
    wasm_cache.store(file, b"compiled for another processor")
    start_elsewhere()
    assert len(wasm_cache.stored(file)) > 1_000_000


def test_what_is_stored_comes_back_unless_something_changed(tmp_path):
    file = tmp_path / "cache" / "code"
    assert wasm_cache.stored(file) is None
    wasm_cache.store(file, b"code")
    assert wasm_cache.stored(file) == b"code"
    assert sorted(path.name for path in file.parent.iterdir()) == ["code", "code.sha256"]
    (file.parent / "code.sha256").unlink()
    assert wasm_cache.stored(file) is None
    wasm_cache.store(file, b"code")
    file.write_bytes(b"cod3")
    assert wasm_cache.stored(file) is None


@posix
def test_the_folder_is_private_and_one_open_to_others_is_not_used(tmp_path):
    file = tmp_path / "cache" / "code"
    wasm_cache.store(file, b"code")
    assert file.parent.stat().st_mode & 0o777 == 0o700
    file.parent.chmod(0o777)
    assert wasm_cache.stored(file) is None
    wasm_cache.store(file.with_name("other"), b"code")
    assert not file.with_name("other").exists()


def test_a_cache_that_cannot_be_written_is_no_error(tmp_path):
    (tmp_path / "file").touch()
    wasm_cache.store(tmp_path / "file" / "cache" / "code", b"code")
    assert wasm_cache.stored(tmp_path / "file" / "cache" / "code") is None


def test_the_folder_follows_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("XLRNN_CACHE", str(tmp_path))
    assert cache_folder() == tmp_path
    monkeypatch.delenv("XLRNN_CACHE")
    if sys.platform == "linux":
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
        assert cache_folder() == tmp_path / "xlrnn"
