"""The map of CONTRIBUTING.md: every folder is on it, and every file that it names is there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_every_folder_is_on_the_map():
    rooms = {path.parent.name for path in (ROOT / "xlrnn").glob("*/__init__.py")}
    assert rooms == set(re.findall(r"`xlrnn/(\w+)/`", PAGE))


def test_every_file_that_is_named_is_there():
    named = re.findall(r"`((?:xlrnn|tests|docs|bench)/[\w/.]*)`", PAGE)
    named += re.findall(r"\]\(([\w/.]+)\)", PAGE)
    gone = [path for path in named if "NAME" not in path and not (ROOT / path).exists()]
    assert named
    assert gone == []


def test_every_room_says_what_belongs_there():
    """A folder of modules has a docstring; one with rooms beside it also says what does not."""
    for path in (ROOT / "xlrnn").rglob("__init__.py"):
        assert path.read_text(encoding="utf-8").startswith('"""'), path
