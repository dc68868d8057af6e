"""Arrows as shapes: lines with a head, which Excel and LibreOffice both show.

XlsxWriter draws text boxes alone; a line is written here in the place of one. If it renames the
methods that are used, the tests of this module say so.
"""

from typing import Any, Final

from xlsxwriter.drawing import Drawing
from xlsxwriter.worksheet import Worksheet

from xlrnn.sheet.shapes import Arrow
from xlrnn.xlsx.style import ARROW

_EMU: Final = 9525  # of a pixel
_WIDTH: Final = 19_050  # of the line: 1.5 points
# It runs from the border between two columns into the padding of the right one, so that it meets
# both cells however wide a program makes them; in pixels.
_PADDING: Final = 6
_APART: Final = 3
_HALF_A_ROW: Final = 10


class _Drawing(Drawing):  # type: ignore[misc]
    """A drawing whose text boxes are written as arrows if they are some."""

    def _write_sp(self, index: int, x: int, y: int, drawing: Any) -> None:
        arrow = getattr(drawing._shape, "arrow", None)
        if arrow is None:
            super()._write_sp(index, x, y, drawing)
        else:
            self.fh.write(_connector(index, x, y, drawing, arrow))


class DrawnSheet(Worksheet):  # type: ignore[misc]
    """A worksheet on which arrows can be drawn."""

    def draw(self, arrow: Arrow) -> None:
        """Draw an arrow."""
        first, last = sorted((arrow.start.row, arrow.end.row))
        options = {
            "arrow": arrow,
            "object_position": 1,
            "x_offset": arrow.number * _APART,
            "y_offset": _HALF_A_ROW,
            "width": _PADDING,
            "height": max(sum(self._size_row(row - 1) for row in range(first, last)), 1),
        }
        right = max(arrow.start.column, arrow.end.column)
        self.insert_textbox(first - 1, right - 1, "", options)

    def _prepare_shape(self, index: int, drawing_id: int) -> None:
        super()._prepare_shape(index, drawing_id)
        self.drawing.__class__ = _Drawing
        options = self.shapes[index][8]
        self.drawing.drawings[-1]._shape.arrow = options.get("arrow")


def _connector(index: int, x: int, y: int, drawing: Any, arrow: Arrow) -> str:
    """Return the XML of an arrow in the rectangle of a shape."""
    down = arrow.end.row >= arrow.start.row
    flips = ("" if arrow.forward else ' flipH="1"') + ("" if down else ' flipV="1"')
    return (
        '<xdr:cxnSp macro=""><xdr:nvCxnSpPr>'
        f'<xdr:cNvPr id="{index + 1}" name="Arrow {index}" descr="{arrow.about}"/>'
        "<xdr:cNvCxnSpPr/></xdr:nvCxnSpPr><xdr:spPr>"
        f'<a:xfrm{flips}><a:off x="{x}" y="{y}"/>'
        f'<a:ext cx="{drawing._width}" cy="{drawing._height}"/></a:xfrm>'
        '<a:prstGeom prst="straightConnector1"><a:avLst/></a:prstGeom>'
        f'<a:ln w="{_WIDTH}"><a:solidFill><a:srgbClr val="{ARROW.removeprefix("#")}">'
        '<a:alpha val="60000"/></a:srgbClr></a:solidFill><a:tailEnd type="triangle"/></a:ln>'
        "</xdr:spPr></xdr:cxnSp>"
    )
