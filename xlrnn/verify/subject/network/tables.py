"""Tables of a TOML file whose values are checked as they are taken; errors name the line."""

from collections.abc import Collection, Mapping
from typing import Any, Final, NoReturn, TypeAlias, TypeVar

from xlrnn.errors import UsageError
from xlrnn.verify.subject.network.lines import Lines, Path

_KINDS: Final = {str: "a text", bool: "true or false", int: "a whole number", dict: "a table"}

Table: TypeAlias = Mapping[str, Any]
T = TypeVar("T", str, bool, int)


class Tables:
    """Takes values from tables.

    Args:
        lines: where each key stands.
    """

    def __init__(self, lines: Lines) -> None:
        self.lines = lines

    def fail(self, path: Path, message: str) -> NoReturn:
        """Raise the error that something at a key is wrong."""
        line = self.lines.of(path)
        where = ".".join(f"{part + 1}" if isinstance(part, int) else part for part in path)
        places = [f"line {line}" if line else "", where]
        raise UsageError(": ".join([*filter(None, places), message]))

    def expect(self, value: Any, kind: type, path: Path) -> None:
        """Refuse a value of another type."""
        if type(value) is not kind:
            self.fail(path, f"is {value!r:.60}, expected {_KINDS[kind]}")

    def table(self, content: Table, key: str, path: Path) -> Table:
        """Return a table, an empty one if there is none."""
        table = content.get(key, {})
        self.expect(table, dict, (*path, key))
        found: Table = table
        return found

    def several(self, content: Table, key: str) -> list[Any]:
        """Return a list of tables, an empty one if there is none."""
        found = content.get(key, [])
        if not isinstance(found, list):
            self.fail((key,), f"is {found!r:.60}, expected a [[{key}]] for each")
        return [*found]

    def typed(self, table: Table, key: str, default: T, path: Path) -> T:
        """Return an option, which must be of its default's type: TOML's true is no number."""
        value = table.get(key, default)
        self.expect(value, type(default), (*path, key))
        found: T = value
        return found

    def positive(self, table: Table, key: str, path: Path) -> int:
        """Return a number of things, 1 if nothing is said."""
        value = self.typed(table, key, 1, path)
        if value < 1:
            self.fail((*path, key), f"is {value}, expected 1 or more")
        return value

    def choice(
        self, table: Table, key: str, default: str | None, known: Collection[str], path: Path
    ) -> str:
        """Return one of some words; without a default it must be there."""
        value = table.get(key, default)
        if value is None or (value != default and value not in known):
            self.fail((*path, key), f"is {value!r:.60}, expected one of {', '.join(known)}")
        return str(value)

    def refuse_unknown(self, table: Table, known: Collection[str], path: Path) -> None:
        """Refuse a key that means nothing there."""
        for key in table:
            if key not in known:
                self.fail((*path, key), f"{key!r} is unknown: expected one of {', '.join(known)}")

    def texts(self, value: Any, path: Path, *, empty: bool = False) -> list[str]:
        """Return a list of texts; one text stands for a list of one."""
        texts = [value] if isinstance(value, str) else value
        right = isinstance(texts, list) and all(isinstance(text, str) for text in texts)
        if not right or not (texts or empty):
            self.fail(path, f"expected a text or a list of texts, got {value!r:.60}")
        return [*texts]
