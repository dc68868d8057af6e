"""The command line as a process: start-up, pipes, Ctrl-C."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.conftest import PROGRAM
from tests.requirements import require

ROOT = Path(__file__).parents[2]
HEAVY = (
    "numpy",
    "numba",
    "matplotlib",
    "pandas",
    "openpyxl",
    "xlsxwriter",
    "ironcalc",
    "rich",
    "jaxtyping",
)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals and /dev")


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["--version"],
        ["build", "--help"],
        ["verify", "-h"],
        ["engines", "-h"],
        ["train", "-h"],
        ["predict", "-h"],
    ],
)
def test_help_imports_nothing_heavy(arguments):
    code = (
        "import sys; from xlrnn.commands.main import run; code = run(sys.argv[1:]); "
        f"print([name for name in {HEAVY} if name in sys.modules]); sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("arguments", [["build", "hello-forward"], ["verify", "{book}"]])
def test_building_and_verifying_import_no_compiler(arguments, book, tmp_path):
    code = (
        "import sys; from xlrnn.commands.main import run; code = run(sys.argv[1:]); "
        "print([name for name in ('numba', 'pandas') if name in sys.modules]); sys.exit(code)"
    )
    command = [sys.executable, "-c", code, *(text.format(book=book) for text in arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path)
    assert done.stdout.splitlines()[-1] == "[]"


def test_help_starts_fast():
    empty, ours = (
        min(_seconds(command) for _ in range(3))
        for command in ([sys.executable, "-c", "import click"], [*PROGRAM, "--help"])
    )
    assert ours - empty < 0.5


def _seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, capture_output=True, check=True)
    return time.perf_counter() - start


def test_help_names_every_verb_and_none_more(program):
    done = program("--help")
    assert done.returncode == 0
    verbs = [line.split()[0] for line in done.stdout.partition("Verbs:\n")[2].splitlines()]
    marking = ["exercise", "grade", "check", "rubric"]
    trained = ["train", "evaluate", "predict", "study", "export", "weights"]
    sheets = ["list", "build", "verify", "map"]
    assert verbs == [*sheets, *marking, "engines", *trained, "playground", "reproduce"]
    for verb in verbs:
        done = program(verb, "--help")
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.startswith(f"Usage: xlrnn {verb} ")


def test_nothing_said_is_wrong_use(program):
    done = program()
    assert done.returncode == 2
    assert "Usage: xlrnn" in done.stderr


def test_from_a_checkout(tmp_path):
    done = subprocess.run(
        [sys.executable, ROOT / "cli.py", "--help"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Usage: xlrnn [OPTIONS] VERB …")
    done = subprocess.run(
        [sys.executable, ROOT / "cli.py", "verify", "no.xlsx"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 3


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "latin-1", "utf-8"])
@pytest.mark.parametrize("arguments", [("list",), ("verify", "é日本😀.xlsx"), ("build", "日本")])
def test_any_encoding_of_the_terminal(program, encoding, arguments):
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    done = program(*arguments, env=environment, text=False)
    assert done.returncode in {"list": {0}, "verify": {3}, "build": {2}}[arguments[0]]
    assert b"Traceback" not in done.stderr


def test_file_name_that_is_no_text(program, tmp_path):
    name = os.fsdecode(os.fsencode(tmp_path) + b"/\xff.xlsx")
    for options in (["-o", tmp_path / "report.txt"], ["--format", "json"], ["--format", "junit"]):
        done = program("verify", name, *options)
        assert (done.returncode, done.stderr) == (3, "")


def test_reader_that_goes_away(book):
    """`| head` must neither leave a traceback nor the exit code of a verdict."""
    command = [*PROGRAM, "verify", str(book), "--format", "json"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdout.close()
    errors = process.stderr.read()
    process.stderr.close()
    assert process.wait(30) == 141
    assert errors == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_full_disk(book):
    for arguments in (["list"], ["verify", str(book)]):
        with Path("/dev/full").open("w") as full:
            done = subprocess.run(
                [*PROGRAM, *arguments], stdout=full, stderr=subprocess.PIPE, text=True, check=False
            )
        assert done.returncode == 2
        assert done.stderr == "xlrnn: cannot write the output: No space left on device\n"


def test_report_into_a_pipe(program, book):
    done = program("verify", book, "--format", "json", "-o", "/dev/stdout")
    assert done.returncode == 0
    assert done.stdout.startswith('{\n  "schema"')
    assert Path("/dev/stdout").is_symlink() or not Path("/dev/stdout").is_file()
    done = program("verify", book, "--format", "json", "-o", "/dev/null")
    assert done.returncode == 0
    assert Path("/dev/null").is_char_device()


def _wait_for(condition, seconds=15.0):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.02)


def _running(word: str) -> bool:
    """Tell whether a process runs with a word on its command line."""
    return any(
        word.encode() in _command_line(path) for path in Path("/proc").glob("[0-9]*/cmdline")
    )


def _command_line(path: Path) -> bytes:
    """Return what a process was started with; nothing if it has ended, reaped or not."""
    try:
        return path.read_bytes()
    except OSError:
        return b""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc")
def test_interrupt_while_libreoffice_works(book, tmp_path):
    require("libreoffice")
    temporary, office = tmp_path / "tmp", tmp_path / "soffice"
    temporary.mkdir()
    # It may see no other files and no other processes, so its children are known by what they run.
    nap = f"300.{os.getpid()}"
    office.write_text(f'#!/bin/sh\n[ "$1" = --version ] && exit\nsleep {nap} &\nwait\n')
    office.chmod(0o755)
    process = subprocess.Popen(
        [*PROGRAM, "verify", str(book), "--engine", "libreoffice"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
        env={**os.environ, "XLRNN_SOFFICE": str(office), "TMPDIR": str(temporary)},
    )  # fmt: skip
    _wait_for(lambda: _running(nap))
    process.send_signal(signal.SIGINT)
    out, errors = process.communicate(timeout=20)
    assert process.returncode == 130
    assert errors.strip() == "xlrnn: interrupted"
    assert out == ""
    _wait_for(lambda: not _running(nap) and not _running(str(office)))
    assert list(temporary.iterdir()) == []


def test_interrupt_while_many_are_verified(book, tmp_path):
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    process = subprocess.Popen(
        [*PROGRAM, "verify", *[str(book)] * 2000],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
        env={**os.environ, "TMPDIR": str(temporary)},
    )  # fmt: skip
    _wait_for(lambda: any(temporary.iterdir()))
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    out, errors = process.communicate(timeout=20)
    assert (process.returncode, out, errors.strip()) == (130, "", "xlrnn: interrupted")
    assert list(temporary.iterdir()) == []


def test_interrupt_while_an_object_is_freed():
    """Python drops what is raised there; the program must end all the same."""
    code = """
import signal, time
from xlrnn.commands import main

class Freed:
    def __del__(self):
        signal.raise_signal(signal.SIGINT)

def work(arguments):
    try:
        Freed()
        end = time.monotonic() + 10
        while time.monotonic() < end:
            time.sleep(0.01)
    except KeyboardInterrupt:
        return main.INTERRUPTED

main.run = work
main.main()
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=15, check=False
    )
    assert (done.returncode, done.stderr) == (130, "")
