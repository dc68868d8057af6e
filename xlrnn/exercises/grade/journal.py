"""The journal of a batch: a line for each finished result, from which a later run goes on.

Lines are appended and never changed. Whoever is killed loses the submissions in work, and at most
one line that was being written, which the next run cuts off. Results stay on disk: what is kept in
memory of each is where its line begins.
"""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from xlrnn.atomic import write_atomically
from xlrnn.errors import UnreadableError, UsageError

FILE: Final = "journal.jsonl"
SCHEMA: Final = "xlrnn/grade-journal/1"

Result = dict[str, Any]


class Journal:
    """Results of one key, graded in one way, each under its mark.

    Args:
        path: the file.
        identity: what all its results depend on, by the names that people read. A journal of
            another identity begins anew.
        force: begin anew also where a file of this name is no journal.

    Attributes:
        goes_on: whether an earlier run began it.
        notes: why what an earlier run left does not count, in words.

    Raises:
        UnreadableError: if it cannot be read.
        UsageError: if a file of this name is no journal, or the folder cannot be written to.
    """

    def __init__(self, path: Path, identity: Mapping[str, Any], *, force: bool = False) -> None:
        self.path = path
        self.notes: list[str] = []
        self._at: dict[bytes, int] = {}
        self._forgets = False
        before = _header(path, force)
        self.goes_on = before is not None and before.get("identity") == identity
        if self.goes_on:
            assert before is not None
            self._run = before["run"]
            self._read_lines()
            return
        if before is not None:
            self.notes.append(_begun_anew(before.get("identity"), identity))
        # Who still reads the journal before this one sees by this that it is another.
        self._run = os.urandom(8).hex()
        header = {"schema": SCHEMA, "run": self._run, "identity": identity}
        write_atomically(path, json.dumps(header).encode() + b"\n")

    def __len__(self) -> int:
        """Return how many results there are."""
        return len(self._at)

    def find(self, mark: str) -> int | None:
        """Return where the result of a mark begins, None if it is still to be found."""
        return self._at.get(bytes.fromhex(mark))

    def add(self, mark: str, result: Result) -> int:
        """Write down a result, and return where it begins."""
        line = json.dumps({"mark": mark, "result": result}).encode() + b"\n"
        try:
            with self.path.open("ab") as file:
                at = file.seek(0, os.SEEK_END)
                file.write(line)
        except OSError as error:
            raise UsageError(f"cannot write {self.path}: {error.strerror or error}") from None
        if not self._forgets:
            self._at[bytes.fromhex(mark)] = at
        return at

    def forget_marks(self) -> None:
        """Give the memory of the marks back, once all submissions have been looked up."""
        self._forgets = True
        self._at.clear()

    def results(self, places: Iterable[int]) -> Iterator[Result]:
        """Yield the results that begin at some places.

        Raises:
            UnreadableError: if the journal is another one by now, or damaged.
        """
        try:
            with self.path.open("rb") as file:
                if json.loads(file.readline()).get("run") != self._run:
                    raise UnreadableError(
                        f"{self.path} is of a later run by now: its results are others"
                    )
                for at in places:
                    file.seek(at)
                    yield json.loads(file.readline())["result"]
        except OSError as error:
            words = error.strerror or error
            raise UnreadableError(f"cannot read the journal {self.path}: {words}") from None
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise UnreadableError(f"the journal {self.path} is damaged ({error})") from None

    def _read_lines(self) -> None:
        """Find the results of the earlier run; a line that was cut off is taken away."""
        at = 0
        with self.path.open("r+b") as file:
            for line in file:
                if not line.endswith(b"\n"):
                    file.truncate(at)
                    break
                if mark := _mark(line):
                    self._at[mark] = at
                at += len(line)


def _header(path: Path, force: bool) -> dict[str, Any] | None:
    """Return what a journal says of itself in its first line, None if there is none."""
    if not path.exists():
        return None
    try:
        with path.open("rb") as file:
            first = file.readline() or b"{}"
            # Up to version 0.1 lines began with an empty one, and there was no head.
            found = json.loads(first.strip() or file.readline())
        if isinstance(found, dict) and (
            found.get("schema") == SCHEMA or not found or {"mark", "result"} <= found.keys()
        ):
            return found
    except ValueError:
        pass
    except OSError as error:
        raise UnreadableError(
            f"cannot read the journal {path}: {error.strerror or error}"
        ) from None
    if force:
        return None
    raise UsageError(
        f"{path} is no journal of xlrnn grade: choose another folder with -o, or overwrite it with "
        "--force"
    )


def _begun_anew(before: Any, now: Mapping[str, Any]) -> str:
    """Say why the results of an earlier run do not count."""
    known = before if isinstance(before, dict) else {}
    other = [name for name in now if known.get(name) != now[name]]
    what = f"with another {', '.join(other)}" if known and other else "by another version"
    return f"what {FILE} held was graded {what}: all is graded anew"


def _mark(line: bytes) -> bytes | None:
    """Return the mark of a line, None if it holds no result that counts."""
    try:
        entry = json.loads(line)
        # What could not be graded is tried again: there may be more time or memory now.
        return None if entry["result"]["reason"] else bytes.fromhex(entry["mark"])
    except (ValueError, KeyError, TypeError):
        return None
