"""On which line of a TOML text each key stands, since its reader does not tell."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final, TypeAlias

Path: TypeAlias = tuple[str | int, ...]

_HEADER: Final = re.compile(r"\s*(\[\[?)\s*([\w.\- ]+?)\s*\]\]?\s*(?:#.*)?")
_KEY: Final = re.compile(r"\s*[\"']?([\w.\-]+)[\"']?\s*=")


class Lines:
    r"""The lines of a TOML text that is known to be right.

    Args:
        text: the text.

    Example:
        >>> lines = Lines("[[layer]]\nkind = 'rnn'\n[layer.given]\nW_xh = 'B2'\n")
        >>> lines.of(("layer", 0, "given", "W_xh", "range")), lines.of(("loss",))
        (4, 0)
    """

    def __init__(self, text: str) -> None:
        self._found: dict[Path, int] = {}
        self._counts: Counter[Path] = Counter()
        table: Path = ()
        for number, line in enumerate(text.splitlines(), start=1):
            if header := _HEADER.fullmatch(line):
                table = self._table(header[2].split("."), several=header[1] == "[[")
                self._found.setdefault(table, number)
            elif key := _KEY.match(line):
                self._found.setdefault((*table, *key[1].split(".")), number)

    def of(self, path: Sequence[str | int]) -> int:
        """Return the line of a key, of the table around it if it is not found; 0 if none is."""
        for length in range(len(path), 0, -1):
            if line := self._found.get(tuple(path[:length])):
                return line
        return 0

    def _table(self, names: Sequence[str], *, several: bool) -> Path:
        """Return the path of a table, in which the last of a list of tables is meant."""
        path: Path = ()
        for place, name in enumerate(part.strip() for part in names):
            path = (*path, name)
            if several and place == len(names) - 1:
                self._counts[path] += 1
            if self._counts[path]:
                path = (*path, self._counts[path] - 1)
        return path
