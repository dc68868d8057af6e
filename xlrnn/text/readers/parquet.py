"""Parquet, with pyarrow."""

import io
from typing import Any

from xlrnn.errors import UnreadableError, UsageError
from xlrnn.text.readers.columns import columns_of
from xlrnn.text.readers.entries import Entry
from xlrnn.text.readers.rows import Rows


def read_parquet(entry: Entry, *, text: str | None, label: str | None) -> Rows:
    """Read the texts and labels of a parquet file.

    Args:
        entry: the file.
        text: the name or number of the column of the texts; None recognises it.
        label: the same of the labels.

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
    with entry.bytes(lines=False) as file:
        try:
            table = ParquetFile(io.BytesIO(file.read()))
            return _rows(table, text, label, entry.place)
        except (arrow.ArrowInvalid, arrow.ArrowException) as error:
            raise UnreadableError(f"{entry.place} is no parquet file: {error}") from None


def _rows(table: Any, text: str | None, label: str | None, place: str) -> Rows:
    names: list[str] = table.schema_arrow.names
    columns = columns_of([names], text, label, place)
    wanted = [names[columns.text], names[columns.label]]
    rows, line = Rows(), 0
    for batch in table.iter_batches(columns=wanted):
        pairs = (batch.column(batch.schema.get_field_index(name)).to_pylist() for name in wanted)
        for said, called in zip(*pairs, strict=True):
            line += 1
            rows.add("" if said is None else str(said), str(called), line)
    return rows
