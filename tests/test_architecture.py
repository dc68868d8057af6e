"""No module depends on itself in a circle: not at import, not lazily, not for types alone."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import xlrnn

ROOT = Path(xlrnn.__file__).parents[1]


def modules() -> dict[str, Path]:
    """Return the file of each module."""
    found = {}
    for path in sorted((ROOT / "xlrnn").rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imported(path: Path, known: Mapping[str, Path]) -> Iterator[str]:
    """Yield what a module imports anywhere in its text: in functions and for types as well."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom) and node.module in known:
            for alias in node.names:
                inside = f"{node.module}.{alias.name}"
                yield inside if inside in known else node.module


def circles(arrows: Mapping[str, set[str]]) -> list[set[str]]:
    """Return the sets of modules each of which reaches all the others of its set."""

    def reached(start: str) -> set[str]:
        found: set[str] = set()
        waiting = [start]
        while waiting:
            new = arrows.get(waiting.pop(), set()) - found
            found |= new
            waiting += new
        return found

    everywhere = {name: reached(name) for name in arrows}
    in_circles = [name for name in arrows if name in everywhere[name]]
    together = {
        frozenset(
            other for other in in_circles if other in everywhere[name] and name in everywhere[other]
        )
        for name in in_circles
    }
    return [set(one) for one in together]


def test_no_module_depends_on_itself():
    known = modules()
    arrows = {name: set(imported(path, known)) - {name} for name, path in known.items()}
    assert circles(arrows) == []


def test_this_would_find_a_circle():
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) == [{"a", "b", "c"}]
    assert circles({"a": {"b"}, "b": {"c"}}) == []


def test_lazy_imports_and_those_for_types_count(tmp_path):
    path = tmp_path / "one.py"
    path.write_text(
        "from typing import TYPE_CHECKING\n"
        "if TYPE_CHECKING:\n    from xlrnn.errors import XlrnnError\n"
        "def late():\n    from xlrnn import scratch\n"
    )
    assert set(imported(path, modules())) == {"xlrnn.errors", "xlrnn.scratch"}
