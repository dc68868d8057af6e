"""What makes openpyxl quick enough for a whole class, with the same files as it writes itself.

It looks up every font, fill and border of every cell in the workbook's tables, which means to
compare them attribute by attribute; it writes each sheet to a file on the disk first; and of
styles and charts, which a lesson's file has from the lesson, it makes objects each time.
"""

import io
import types
from collections.abc import Callable, Hashable
from copy import copy
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from xlrnn.report.grades.kept_charts import find_charts
from xlrnn.report.grades.kept_styles import apply_kept_styles


class Looks:
    """How the cells of one workbook look: what is the same is looked up once.

    What `put` does to a cell must follow from its key alone.
    """

    def __init__(self) -> None:
        self._known: dict[Hashable, Any] = {}

    def put(self, cell: Any, key: Hashable, look: Callable[[Any], None]) -> None:
        """Give a cell a look.

        Args:
            cell: the cell.
            key: says which look it is.
            look: gives it to a cell, whatever that looked like before.
        """
        before = tuple(cell._style or ())
        after = self._known.get((before, key))
        if after is None:
            look(cell)
            self._known[before, key] = copy(cell._style)
        else:
            cell._style = copy(after)


def load_workbook(path: str) -> Any:
    """Return a workbook as openpyxl loads it, without links; its charts cannot be changed."""
    reader = _reader()(path, keep_links=False)
    reader.read()
    return reader.wb


@lru_cache(maxsize=1)
def _reader() -> Any:
    """Return openpyxl's reader with other ways of reading styles and charts, in its own code."""
    from openpyxl.reader import excel

    def own(method: str, **names: Any) -> Any:
        plain = getattr(excel.ExcelReader, method)
        return types.FunctionType(plain.__code__, {**vars(excel), **names})

    methods = {
        "read": own("read", apply_stylesheet=apply_kept_styles()),
        "read_worksheets": own("read_worksheets", find_images=find_charts()),
    }
    return type("Reader", (excel.ExcelReader,), methods)


def saved(book: Any) -> bytes:
    """Return a workbook as openpyxl saves it."""
    from openpyxl.worksheet._writer import WorksheetWriter
    from openpyxl.writer.excel import ExcelWriter

    class InMemory(ExcelWriter):  # type: ignore[misc]
        """Writes sheets to memory."""

        def write_worksheet(self, ws: Any) -> None:
            from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing

            ws._drawing = SpreadsheetDrawing()
            ws._drawing.charts, ws._drawing.images = ws._charts, ws._images
            out = io.BytesIO()
            writer = WorksheetWriter(ws, out)
            writer.write()
            ws._rels = writer._rels
            self._archive.writestr(ws.path[1:], out.getvalue())
            self.manifest.append(ws)

    target = io.BytesIO()
    book.properties.modified = datetime.now(tz=UTC).replace(tzinfo=None)
    InMemory(book, ZipFile(target, "w", ZIP_DEFLATED)).save()
    return target.getvalue()
