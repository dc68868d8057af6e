"""Arrows and boxes as shapes, which Excel and LibreOffice both show.

XlsxWriter draws text boxes alone; a line is written here in the place of one. If it renames the
methods that are used, the tests of this module say so.
"""

from typing import Any, Final, NamedTuple

from xlsxwriter.drawing import Drawing
from xlsxwriter.worksheet import Worksheet

from xlrnn.sheet.arrows import Arrow
from xlrnn.sheet.sketch import HEIGHT, Box, Sketch
from xlrnn.xlsx.writing.style import ARROW, INK, ROLES

_LINE: Final = 15_875  # 1.25 points, in the units of shapes
# An arrow runs from the border between two columns into the padding of the right one, so that it
# meets both cells however wide a program makes them; in pixels.
_PADDING: Final = 6
_APART: Final = 3
_HALF_A_ROW: Final = 10


class _Line(NamedTuple):
    """Where an arrow points, and what it says."""

    right: bool
    down: bool
    about: str


class _Drawing(Drawing):  # type: ignore[misc]
    """A drawing whose text boxes are written as arrows if they are some."""

    def _write_sp(self, index: int, x: int, y: int, drawing: Any) -> None:
        line = getattr(drawing._shape, "line_of", None)
        if line is None:
            super()._write_sp(index, x, y, drawing)
        else:
            self.fh.write(_connector(index, x, y, drawing, line))


class DrawnSheet(Worksheet):  # type: ignore[misc]
    """A worksheet on which arrows and boxes can be drawn."""

    def draw_arrow(self, arrow: Arrow) -> None:
        """Draw an arrow from one cell to another."""
        first, last = sorted((arrow.start.row, arrow.end.row))
        down = arrow.end.row >= arrow.start.row
        options = {
            "line_of": _Line(arrow.forward, down, arrow.about),
            "object_position": 1,
            "x_offset": arrow.number * _APART,
            "y_offset": _HALF_A_ROW,
            "width": _PADDING,
            "height": max(sum(self._size_row(row - 1) for row in range(first, last)), 1),
        }
        right = max(arrow.start.column, arrow.end.column)
        self.insert_textbox(first - 1, right - 1, "", options)

    def draw_sketch(self, sketch: Sketch) -> None:
        """Draw boxes and the arrows between them; the first box says what it all is."""
        assert sketch.cell is not None, "the drawing has no place yet"
        corner = sketch.cell.row - 1, sketch.cell.column - 1
        about: dict[str, Any] = {"description": sketch.about}
        for box in sketch.boxes.values():
            self.insert_textbox(*corner, box.text, {**_box(box), **about})
            about = {"decorative": True}
        for start, end in sketch.arrows:
            x, y, to_x, to_y = sketch.line(start, end)
            options = {
                "line_of": _Line(to_x >= x, to_y >= y, ""),
                "object_position": 2,
                "x_offset": min(x, to_x),
                "y_offset": min(y, to_y),
                "width": max(abs(to_x - x), 1),
                "height": max(abs(to_y - y), 1),
            }
            self.insert_textbox(*corner, "", options)

    def _prepare_shape(self, index: int, drawing_id: int) -> None:
        super()._prepare_shape(index, drawing_id)
        self.drawing.__class__ = _Drawing
        self.drawing.drawings[-1]._shape.line_of = self.shapes[index][8].get("line_of")


def _box(box: Box) -> dict[str, Any]:
    """Return the options of a box: in the colours of its role, a sign in a plain circle of air."""
    look = ROLES[box.role] if box.role is not None else {}
    return {
        "object_position": 2,
        "x_offset": box.x - box.width // 2,
        "y_offset": box.y - HEIGHT // 2,
        "width": box.width,
        "height": HEIGHT,
        "font": {"size": 8, "bold": len(box.text) == 1, "color": INK},
        "align": {"horizontal": "center", "vertical": "middle"},
        "fill": {"color": look.get("bg_color", "#FFFFFF")},
        "line": {"color": look.get("border_color", ARROW), "width": 1},
    }


def _connector(index: int, x: int, y: int, drawing: Any, line: _Line) -> str:
    """Return the XML of an arrow in the rectangle of a shape."""
    flips = ("" if line.right else ' flipH="1"') + ("" if line.down else ' flipV="1"')
    about = f' descr="{line.about}"' if line.about else ""
    return (
        '<xdr:cxnSp macro=""><xdr:nvCxnSpPr>'
        f'<xdr:cNvPr id="{index + 1}" name="Arrow {index}"{about}/>'
        "<xdr:cNvCxnSpPr/></xdr:nvCxnSpPr><xdr:spPr>"
        f'<a:xfrm{flips}><a:off x="{x}" y="{y}"/>'
        f'<a:ext cx="{drawing._width}" cy="{drawing._height}"/></a:xfrm>'
        '<a:prstGeom prst="straightConnector1"><a:avLst/></a:prstGeom>'
        f'<a:ln w="{_LINE}"><a:solidFill><a:srgbClr val="{ARROW.removeprefix("#")}">'
        '<a:alpha val="60000"/></a:srgbClr></a:solidFill><a:tailEnd type="triangle"/></a:ln>'
        "</xdr:spPr></xdr:cxnSp>"
    )
