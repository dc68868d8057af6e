"""What a test needs and this machine may lack; nothing that is required is skipped silently."""

import os

import pytest

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
