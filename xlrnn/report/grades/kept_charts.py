"""Charts of a workbook that is read and written again: what they become is worked out once.

A lesson's charts stand in the file of every student. openpyxl makes some hundred objects of each,
and XML of these again; the same XML always becomes the same.
"""

import types
from functools import lru_cache
from typing import Any, Final

# Kept are so many charts of so many bytes.
_CHARTS: Final = 64
_LARGEST: Final = 100_000


def find_charts() -> Any:
    """Return openpyxl's way of finding the charts of a page, with another one of reading them."""
    from openpyxl.reader import drawings

    own = {"get_rel": _chart_part, "read_chart": _kept_chart}
    return types.FunctionType(drawings.find_images.__code__, {**vars(drawings), **own})


def _chart_part(archive: Any, deps: Any, name: str, _: Any) -> bytes:
    """Return the XML of a chart.

    Raises:
        TypeError: if openpyxl cannot read it, which leaves it out.
    """
    xml: bytes = archive.read(deps.get(name).target)
    if len(xml) <= _LARGEST:
        _short_written_again(xml)
    else:
        _written_again(xml)
    return xml


def _kept_chart(xml: bytes) -> Any:
    """Return a chart that is written as openpyxl would write it."""
    from openpyxl.chart._chart import ChartBase
    from openpyxl.xml.functions import fromstring

    class Kept(ChartBase):  # type: ignore[misc]
        """A chart whose XML is known."""

        def _write(self) -> Any:
            again = _short_written_again if len(xml) <= _LARGEST else _written_again
            return fromstring(again(xml))

    return Kept()


def _written_again(xml: bytes) -> bytes:
    """Return what openpyxl makes of the XML of a chart."""
    from openpyxl.chart.chartspace import ChartSpace
    from openpyxl.chart.reader import read_chart
    from openpyxl.xml.functions import fromstring, tostring

    written: bytes = tostring(read_chart(ChartSpace.from_tree(fromstring(xml)))._write())
    return written


_short_written_again = lru_cache(maxsize=_CHARTS)(_written_again)
