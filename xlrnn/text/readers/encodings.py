"""The letters that the bytes of a file stand for.

UTF-8, or UTF-16 where the first bytes say so or can be nothing else; if it is neither, what the
bytes look like (`guessed`). What was taken is said, unless it is what everybody expects.
"""

import codecs
import io
from collections.abc import Callable, Iterator
from io import TextIOWrapper
from itertools import islice
from typing import TypeVar

from xlrnn.errors import InputError, UnreadableError
from xlrnn.text.readers.entry import FileEntry
from xlrnn.text.readers.guessed import MOST_LINES, guess

T = TypeVar("T")
HEAD = 1 << 16
MOST_READ = 64 << 20  # bytes that are looked at to guess
_LENIENT = "xlrnn.lenient"


def with_text(
    entry: FileEntry,
    encoding: str | None,
    use: Callable[[TextIOWrapper, str], T],
    *,
    usual: Callable[[str], str | None] = lambda _: None,
    lines: bool = True,
) -> T:
    """Return what `use` makes of a file's text.

    Args:
        entry: the file.
        encoding: of the file; None recognises it.
        use: is given the text, with line ends as they are, and what there is to say of its
            encoding; it may be called a second time, when bytes turn out to be no UTF-8.
        usual: tells by the first letters of a file that is no UTF-8 how such files are written.
        lines: whether to refuse a file with an endless line.

    Raises:
        InputError: if there is no such encoding.
        UnreadableError: if the file is not in the encoding that was named.
    """
    if encoding is not None:
        return _in_named(entry, encoding, use, lines)
    try:
        with entry.bytes(lines) as file:
            taken = _by_its_beginning(file)
            said = f"read as {taken}" if taken in ("utf-16-le", "utf-16-be") else ""
            with TextIOWrapper(file, taken, newline="") as text:
                return use(text, said)
    except UnicodeDecodeError:
        taken, said = _usual(entry, usual) or "", ""
    if not taken:
        found = guess(list(_beyond_ascii(entry, lines)))
        taken, said = found.encoding, str(found)
    with entry.bytes(lines) as file, TextIOWrapper(file, taken, _LENIENT, newline="") as text:
        return use(text, said)


def decoded(entry: FileEntry, encoding: str | None, note: Callable[[str], None]) -> str:
    """Return the whole text of a file; note what there is to say of its encoding."""

    def whole(text: TextIOWrapper, said: str) -> str:
        if said:
            note(said)
        return text.read()

    return with_text(entry, encoding, whole, lines=False)


def _in_named(
    entry: FileEntry, encoding: str, use: Callable[[TextIOWrapper, str], T], lines: bool
) -> T:
    try:
        found = TextIOWrapper(io.BytesIO(), encoding).encoding
    except LookupError:
        raise InputError(f"there is no encoding {encoding!r}: expected one as cp1251") from None
    if codecs.lookup(found).name == "utf-8":
        found = "utf-8-sig"
    try:
        with entry.bytes(lines) as file, TextIOWrapper(file, found, newline="") as text:
            return use(text, "")
    except UnicodeDecodeError as error:
        raise UnreadableError(
            f"{entry.place} is not in {encoding}: {error.reason}, byte "
            f"0x{error.object[error.start]:02x}; say another encoding or none"
        ) from None


def _by_its_beginning(file: io.BufferedReader) -> str:
    """Return UTF-16 if the first bytes say so or show it, else UTF-8."""
    head = file.peek(HEAD)[:HEAD]
    if head[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return "utf-16"
    even, odd = head[: len(head) // 2 * 2 : 2].count(0), head[1::2].count(0)
    # Of every ASCII character one byte of two is 0, always the same one.
    for zeros, others, name in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if zeros > len(head) / 40 and zeros > 20 * others and _line_ends(head, name):
            return name
    return "utf-8-sig"


def _line_ends(head: bytes, encoding: str) -> bool:
    """Return whether the bytes are text with line ends in this encoding."""
    try:
        decoder = codecs.getincrementaldecoder(encoding)()
        return "\n" in decoder.decode(head)
    except UnicodeDecodeError:
        return False


def _usual(entry: FileEntry, usual: Callable[[str], str | None]) -> str | None:
    with entry.bytes(lines=False) as file:
        return usual(file.peek(HEAD)[:HEAD].decode("latin-1"))


def _beyond_ascii(entry: FileEntry, lines: bool) -> Iterator[bytes]:
    """Yield lines that hold bytes beyond ASCII, from the beginning of the file."""
    with entry.bytes(lines) as file:
        seen = 0

        def bounded() -> Iterator[bytes]:
            nonlocal seen
            for line in file:
                seen += len(line)
                if not line.isascii():
                    yield line.rstrip(b"\r\n")[: 1 << 16]
                if seen > MOST_READ:
                    return

        yield from islice(bounded(), MOST_LINES)


def _by_cp1252(error: UnicodeError) -> tuple[str, int]:
    """Return what stands for a byte that has no place in an encoding: its letter in cp1252."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    letters = (bytes([byte]).decode("cp1252", "replace") for byte in wrong)
    plain = zip(letters, wrong, strict=True)
    return "".join(chr(byte) if letter == "�" else letter for letter, byte in plain), error.end


codecs.register_error(_LENIENT, _by_cp1252)
