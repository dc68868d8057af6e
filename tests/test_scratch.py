"""Scratch folders are gone when their work ends, whenever Ctrl-C is pressed."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile

import pytest

from xlrnn.scratch import scratch_folder


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_it_goes_with_all_that_lies_in_it(temporary):
    with scratch_folder() as folder:
        (folder / "sub").mkdir()
        (folder / "sub" / "file").write_text("x")
        assert [folder] == list(temporary.iterdir())
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize(("module", "name"), [(tempfile, "mkdtemp"), (shutil, "rmtree")])
@pytest.mark.parametrize("when", ["before", "after"])
def test_an_interrupt_while_it_is_made_or_removed(temporary, monkeypatch, module, name, when):
    real = getattr(module, name)

    def interrupted(*arguments, **options):
        if when == "before":
            signal.raise_signal(signal.SIGINT)
        result = real(*arguments, **options)
        if when == "after":
            signal.raise_signal(signal.SIGINT)
        return result

    monkeypatch.setattr(module, name, interrupted)
    handler = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt), scratch_folder() as folder:
        (folder / "file").write_text("x")
    assert list(temporary.iterdir()) == []
    assert signal.getsignal(signal.SIGINT) is handler


@pytest.mark.skipif(sys.platform == "win32", reason="needs locks that end with their process")
def test_the_next_process_clears_what_a_killed_one_left_and_nothing_else(tmp_path):
    code = "import os, signal\nfrom xlrnn.scratch import new_folder\nnew_folder('x-')\n"
    environment = {**os.environ, "TMPDIR": str(tmp_path)}

    def run(ending):
        return subprocess.run([sys.executable, "-c", code + ending], env=environment, check=False)

    others = tmp_path / "xlrnn-of-another-version"
    others.mkdir()
    with subprocess.Popen(
        [sys.executable, "-c", code + "print(1, flush=True); input()"],
        env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as living:  # fmt: skip
        assert living.stdout.readline() == b"1\n"
        (alive,) = tmp_path.glob("xlrnn-held-*")
        run("os.kill(os.getpid(), signal.SIGKILL)")
        assert len(list(tmp_path.glob("xlrnn-held-*"))) == 2
        run("os.kill(os.getpid(), signal.SIGKILL)")
        assert len(list(tmp_path.glob("xlrnn-held-*"))) == 2  # the first one's is gone
        assert alive.is_dir()
        living.communicate(b"\n")
    assert others.is_dir()
