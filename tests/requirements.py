"""What a test needs and this machine may lack; nothing that is required is skipped silently."""

import os
import shutil

import pytest

from xlrnn.engines import get
from xlrnn.errors import EngineMissingError

REQUIRED = frozenset(filter(None, os.environ.get("XLRNN_REQUIRE", "").split(",")))


def need(name: str, present: bool, hint: str) -> None:
    """Skip the test if a program is not here, or fail if `XLRNN_REQUIRE` names it.

    Args:
        name: as `XLRNN_REQUIRE` lists it, for instance `libreoffice`.
        present: whether it is here.
        hint: how to get it.
    """
    if present:
        return
    if name in REQUIRED:
        pytest.fail(f"XLRNN_REQUIRE names {name}, and it is not here: {hint}")
    pytest.skip(f"needs {name}: {hint}")


def require(engine: str) -> None:
    """Do the same for an engine."""
    try:
        get(engine).version()
    except EngineMissingError as error:
        need(engine, False, str(error))


def require_program(name: str, program: str) -> str:
    """Do the same for a program on the path, which is returned."""
    found = shutil.which(program)
    need(name, found is not None, f"there is no program {program}")
    return str(found)
