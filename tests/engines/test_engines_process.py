"""A child that hangs, dies or talks nonsense is an error in time, and takes nothing with it."""

import os
import sys
import time
from pathlib import Path

import pytest

from xlrnn.engines.isolation.process import Child
from xlrnn.errors import EngineError

linux = pytest.mark.skipif(sys.platform != "linux", reason="needs /proc to look for processes")
ECHO = "import sys\nfor line in sys.stdin: print('{\"ok\": 1.5}', flush=True)"
PARENT = """
import pathlib, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
pathlib.Path(sys.argv[1]).write_text(str(child.pid))
for line in sys.stdin: time.sleep(60)
"""


def start(code, *arguments, time_limit=20.0, folder=None):
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return Child(command, name="engine", time_limit=time_limit, folder=folder)


def runs(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def gone(pid):
    """Whether a process ends within two seconds: a signal takes a moment."""
    for _ in range(100):
        if not runs(pid):
            return True
        time.sleep(0.02)
    return False


def test_answers_come_back():
    child = start(ECHO)
    assert [child.ask({"do": "x"}) for _ in range(3)] == [1.5] * 3
    child.close()
    child.close()
    with pytest.raises(EngineError, match="closed"):
        child.ask({"do": "x"})


def test_a_refusal_is_an_error_after_which_the_child_goes_on():
    child = start('import sys\nfor line in sys.stdin: print(\'{"failed": "no"}\', flush=True)')
    for _ in range(2):
        with pytest.raises(EngineError, match="engine: no"):
            child.ask({"do": "x"})
    assert child.alive
    child.close()


def test_a_fatal_refusal_ends_the_child():
    child = start('input(); print(\'{"failed": "no", "fatal": true}\', flush=True); input()')
    with pytest.raises(EngineError, match="engine: no"):
        child.ask({"do": "x"})
    assert not child.alive


@linux
def test_a_child_that_hangs_is_ended_in_time_with_its_own_children(tmp_path):
    child = start(PARENT, tmp_path / "pid", time_limit=1.0)
    began = time.monotonic()
    with pytest.raises(EngineError, match=r"engine ran out of time: 1 s"):
        child.ask({"do": "x"})
    assert time.monotonic() - began < 5
    assert gone(int((tmp_path / "pid").read_text()))
    with pytest.raises(EngineError, match="not running any more"):
        child.ask({"do": "x"})


@linux
def test_closing_ends_grandchildren_too(tmp_path):
    child = start(PARENT, tmp_path / "pid")
    while not (tmp_path / "pid").exists():
        time.sleep(0.01)
    child.close()
    assert gone(int((tmp_path / "pid").read_text() or 0))


@linux
def test_an_interrupt_ends_the_child(monkeypatch, tmp_path):
    child = start(PARENT, tmp_path / "pid")

    def interrupted(_):
        while not (tmp_path / "pid").exists():
            time.sleep(0.01)
        raise KeyboardInterrupt

    monkeypatch.setattr(Child, "_wait", interrupted)
    with pytest.raises(KeyboardInterrupt):
        child.ask({"do": "x"})
    assert not child.alive
    assert gone(int((tmp_path / "pid").read_text()))


@linux
def test_a_forgotten_child_ends():
    child = start(ECHO)
    pid = child._process.pid
    del child
    assert gone(pid)


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("import sys; input(); sys.exit('the reason')", r"exit status 1\): the reason"),
        ("pass", r"died \(exit status 0\)"),
        ("input(); print('hello', flush=True); input()", "answered nonsense: 'hello"),
        pytest.param(
            "import os; input(); os.kill(os.getpid(), 9)",
            "killed by signal 9",
            marks=pytest.mark.skipif(os.name == "nt", reason="needs signals"),
        ),
    ],
)
def test_a_child_that_dies_says_how(code, says):
    child = start(code)
    with pytest.raises(EngineError, match=says):
        child.ask({"do": "x"})
    assert not child.alive


def test_its_folder_goes_with_it(tmp_path):
    for number, code in enumerate((ECHO, "pass")):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "file").touch()
        start(code, folder=folder).close()
        assert not folder.exists()


def test_what_cannot_be_started_is_an_error():
    with pytest.raises(EngineError, match="cannot start no-such-program"):
        Child(["no-such-program"], name="engine", time_limit=1.0)


def test_the_start_of_a_child_takes_no_time_of_its_first_request():
    command = [sys.executable, "-c", f"import time; time.sleep(1.5)\n{ECHO}"]
    child = Child(command, name="engine", time_limit=0.3, start_limit=30)
    assert child.ask({"do": "x"}) == 1.5
    child.close()
    child = Child(["sleep", "20"], name="engine", time_limit=0.2, start_limit=0.2)
    with pytest.raises(EngineError, match="ran out of time"):
        child.ask({"do": "x"})


def test_only_the_first_request_has_the_time_of_the_start():
    once = "import time; print('{\"ok\": 1.5}', flush=True); time.sleep(20)"
    command = [sys.executable, "-c", once]
    child, began = Child(command, name="engine", time_limit=0.3, start_limit=10), time.monotonic()
    assert child.ask({"do": "x"}) == 1.5
    with pytest.raises(EngineError, match="ran out of time"):
        child.ask({"do": "x"})
    assert time.monotonic() - began < 8
