"""A file to read, wherever it lies.

What is packed is unpacked while it is read, and only up to a bound: a small archive can hold
more than any memory.
"""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xlrnn.errors import InputError, UnreadableError
from xlrnn.text.readers.packing import PACKED_WRONG
from xlrnn.text.readers.strangers import refuse_strangers

MOST_BYTES = 4 << 30
LONGEST_LINE = 4 << 20
HEAD = 1 << 10


@dataclass(frozen=True)
class FileEntry:
    """A file to read, wherever it lies.

    Args:
        name: its path, for messages; inside a folder or an archive relative to that.
        place: the whole path, for messages.
        start: opens the unpacked bytes.
        part: the sheet of a spreadsheet, if one was named.
    """

    name: str
    place: str
    start: Callable[[], io.BufferedIOBase]
    part: str = ""

    @property
    def suffix(self) -> str:
        """The ending of its name in lower case, for instance `.csv`."""
        return Path(self.name).suffix.lower()

    @contextmanager
    def bytes(self, lines: bool = True, *, binary: bool = False) -> Iterator[io.BufferedReader]:
        """Open the unpacked bytes.

        Args:
            lines: whether to refuse a file that is no text: one with an endless line.
            binary: whether the file may be no text at all; else what is known to be something
                else than data is refused.

        Raises:
            UnreadableError: while reading, if the file is damaged or ends too early.
            InputError: while reading, if there is more in it than `MOST_BYTES`.
        """
        try:
            with self.start() as file:
                bounded: Any = _Bounded(file, self.place, lines and not binary)
                with io.BufferedReader(bounded, 1 << 20) as reader:
                    if not binary:
                        refuse_strangers(reader.peek(HEAD)[:HEAD], self.place)
                    yield reader
        except EOFError:
            raise UnreadableError(
                f"{self.place} ends in the middle of its packed data: it was cut off; get it again"
            ) from None
        except PACKED_WRONG as error:
            raise UnreadableError(f"{self.place} cannot be unpacked: {error}") from None
        except RuntimeError as error:
            if "password" in str(error) or "encrypted" in str(error):
                raise UnreadableError(f"{self.place} is encrypted: unpack it first") from None
            raise
        except OSError as error:
            raise UnreadableError(f"cannot read {self.place}: {error.strerror or error}") from None


class _Bounded(io.RawIOBase):
    """Passes bytes on, and refuses to go on for ever."""

    def __init__(self, file: io.BufferedIOBase, place: str, lines: bool) -> None:
        self._file, self._place, self._lines = file, place, lines
        self._read = self._line = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        block = self._file.read(len(buffer))
        buffer[: len(block)] = block
        self._read += len(block)
        if self._read > MOST_BYTES:
            raise InputError(
                f"{self._place} holds more than {MOST_BYTES >> 30} GiB when unpacked, which no "
                "file of texts or vectors needs"
            )
        end = block.rfind(b"\n")
        self._line = self._line + len(block) if end < 0 else len(block) - end - 1
        if self._lines and self._line > LONGEST_LINE:
            raise InputError(
                f"{self._place} has a line of more than {LONGEST_LINE >> 20} MiB: expected lines "
                "of text"
            )
        return len(block)
