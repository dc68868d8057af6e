"""Scratch folders are gone when their work ends, whenever Ctrl-C is pressed."""

import shutil
import signal
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
