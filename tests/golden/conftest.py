"""Golden files: `pytest tests/golden --update-goldens` writes them; the diff shows what changed."""

from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.fixture
def golden(request):
    """Return a function that compares a text with a golden file, or writes that file."""

    def compare(name, text):
        path = HERE / name
        if request.config.getoption("--update-goldens"):
            path.write_text(text, encoding="utf-8", newline="\n")
            pytest.skip(f"wrote {name}: read the diff before you commit it")
        assert path.exists(), f"there is no {path}: write it with --update-goldens"
        assert text.splitlines() == path.read_text(encoding="utf-8").splitlines()

    return compare
