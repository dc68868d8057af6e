"""The version, alone and with all that a report of a bug needs."""

import re
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest

import xlrnn as package
from xlrnn.commands import about

ROOT = Path(package.__file__).parents[1]


def test_the_version_alone_is_one_line(xlrnn):
    assert xlrnn("--version").out == f"xlrnn, version {package.__version__}\n"


@pytest.mark.parametrize("words", [("--version", "--verbose"), ("--verbose", "--version")])
def test_all_that_a_report_needs(xlrnn, words):
    ran = xlrnn(*words)
    assert ran.code == 0
    assert not ran.err
    first, *lines = ran.out.splitlines()
    assert first == f"xlrnn, version {package.__version__}"
    said = dict(line.split(maxsplit=1) for line in lines if line.startswith("  "))
    assert {"git", "Python", "platform", "processor", "BLAS"} <= said.keys()
    assert said["numpy"] == metadata.version("numpy")
    assert {*about.EXTRAS, "libreoffice", "ironcalc"} <= said.keys()
    assert "not known" not in ran.out


@pytest.mark.parametrize("words", [("--verbose", "list"), ("--verbose",)])
def test_verbose_alone_says_nothing(xlrnn, words):
    ran = xlrnn(*words)
    assert ran.code == 2
    assert "--verbose belongs to --version" in ran.err


def test_what_is_missing_or_broken_is_said_in_a_line(monkeypatch, capsys):
    def missing(name):
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", missing)
    monkeypatch.setattr(about.platform, "platform", lambda: 1 / 0)
    monkeypatch.setitem(sys.modules, "numpy", None)
    monkeypatch.setitem(sys.modules, "formulon", None)
    said = "\n".join(about.lines())
    assert "  pandas missing\n" in said
    assert "keras        h5py missing, pyfive missing\n" in said
    assert "platform     not known: ZeroDivisionError: division by zero\n" in said
    assert "BLAS         not known: ModuleNotFoundError" in said
    assert re.search(r"formulon     missing: .*pip install", said)


def test_packages_are_those_that_are_declared():
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

    def names(lines):
        return tuple(re.match(r"[\w-]+", line)[0] for line in lines)

    assert names(declared["dependencies"]) == about.CORE
    extras = {name: names(lines) for name, lines in declared["optional-dependencies"].items()}
    del extras["test"], extras["docs"]  # what the project itself is made with
    assert extras == about.EXTRAS
