"""A text to learn from."""

import pytest

TEXT = "the cat sat on the mat. the dog sat on the log. " * 12


@pytest.fixture
def text(tmp_path):
    path = tmp_path / "text.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def small(text):
    """Settings of a training that takes no time."""
    return {"data": text, "units": 8, "max_length": 12, "batch_size": 4, "epochs": 4, "verbose": 0}
