"""Parquet, with pyarrow."""

import io
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from xlrnn.errors import UnreadableError, UsageError
from xlrnn.text.readers.entry import FileEntry
from xlrnn.text.readers.form import FileForm
from xlrnn.text.readers.tables import Block, TextTable, text_of

T = TypeVar("T")


def with_parquet(entry: FileEntry, use: Callable[[TextTable], T]) -> T:
    """Return what `use` makes of the table in a parquet file.

    Raises:
        UsageError: if pyarrow is not installed.
        UnreadableError: if it is no parquet file.
    """
    try:
        import pyarrow as arrow
        from pyarrow.parquet import ParquetFile
    except ImportError:
        raise UsageError(
            f"{entry.place}: parquet is read with pyarrow: pip install 'xlrnn[parquet]'"
        ) from None
    with entry.bytes(binary=True) as file:
        try:
            return use(_Parquet(ParquetFile(io.BytesIO(file.read()))))
        except (arrow.ArrowInvalid, arrow.ArrowException, UnicodeDecodeError) as error:
            raise UnreadableError(f"{entry.place} is no parquet file: {error}") from None


class _Parquet(TextTable):
    """A table of parquet; only the columns that are wanted are read."""

    named = True

    def __init__(self, file: Any) -> None:
        self._file = file
        self._names: list[str] = file.schema_arrow.names
        self.first = [self._names]

    def blocks(self, form: FileForm) -> Iterator[Block]:
        """Yield the rows, numbered from 1, with a header before them."""
        yield [0], [self._names]
        wanted = [self._names[place] for place in form.places]
        line = 1
        for batch in self._file.iter_batches(columns=wanted):
            columns: list[list[str]] = [[""] * batch.num_rows for _ in self._names]
            for place in form.places:
                values = batch.column(batch.schema.get_field_index(self._names[place]))
                columns[place] = list(map(text_of, values.to_pylist()))
            rows = list(map(list, zip(*columns, strict=True)))
            yield range(line, line + len(rows)), rows
            line += len(rows)
