"""The command line to call, and a workbook to call it on."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.requirements import require
from xlrnn import api
from xlrnn.commands.main import run

HERE = Path(__file__).parent
PROGRAM = (sys.executable, "-c", "from xlrnn.commands.main import main; main()")


@dataclass(frozen=True)
class Ran:
    """What a call of the command line did."""

    code: int
    out: str
    err: str

    @property
    def message(self) -> str:
        """The one line on stderr."""
        lines = self.err.strip().splitlines()
        assert len(lines) == 1, self.err
        assert not self.out
        return lines[0]


Call = Callable[..., Ran]


@pytest.fixture
def xlrnn(capsys: pytest.CaptureFixture[str]) -> Call:
    def call(*arguments: object) -> Ran:
        capsys.readouterr()
        code = run([str(argument) for argument in arguments])
        ran = Ran(code, *capsys.readouterr())
        assert "Traceback" not in ran.out + ran.err
        assert "\x1b" not in ran.out + ran.err, "nothing is coloured when piped"
        return ran

    return call


@pytest.fixture(scope="session")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook as xlrnn writes it: look, but do not touch."""
    (path,) = api.build(["hello-forward"], tmp_path_factory.mktemp("built"))
    return path


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """Where a changed copy goes."""
    return tmp_path / "changed.xlsx"


@pytest.fixture(scope="session")
def office_edits(book: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The workbook as LibreOffice saves it after a reader's edits, by the edit's name."""
    require("libreoffice")
    from xlrnn.engines.libreoffice import find_python, find_soffice

    folder = tmp_path_factory.mktemp("office")
    soffice = find_soffice()
    done = subprocess.run(
        [find_python(soffice), "-I", HERE / "office_edits.py", soffice, book, folder],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return {name: Path(path) for name, path in json.loads(done.stdout).items()}


@pytest.fixture
def program() -> Callable[..., "subprocess.CompletedProcess[str]"]:
    """The command line in a process of its own."""

    def call(*arguments: object, **options: object) -> "subprocess.CompletedProcess[str]":
        command = [*PROGRAM, *map(str, arguments)]
        settings = {"capture_output": True, "text": True, "timeout": 60, "check": False}
        return subprocess.run(command, **{**settings, **options})

    return call
