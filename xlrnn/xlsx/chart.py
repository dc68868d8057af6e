"""Charts: one series for each row of a block."""

from typing import Any

from xlsxwriter.worksheet import Worksheet

from xlrnn.sheet.block import Block
from xlrnn.sheet.page import Chart
from xlrnn.xlsx.style import GREY, NAVY, SERIES


def add_chart(workbook: Any, sheet: Worksheet, chart: Chart) -> None:
    """Draw a chart onto its sheet."""
    drawn = workbook.add_chart(
        {"type": "column", **({"subtype": "percent_stacked"} if chart.stacked else {})}
    )
    for row in range(chart.block.shape[0]):
        color = SERIES[row % len(SERIES)]
        drawn.add_series(
            {
                "name": _range(chart.names, row, 0, row, 0),
                "categories": _range(chart.categories, 0, 0, 0, -1),
                "values": _range(chart.block, row, 0, row, -1),
                "fill": {"color": color},
                "border": {"color": "#FFFFFF", "width": 0.5},
                "gap": 60,
            }
        )
    font = {"color": GREY, "size": 9}
    drawn.set_title(
        {"name": chart.title, "name_font": {"color": NAVY, "size": 12}, "overlay": False}
    )
    drawn.set_x_axis(
        {"num_font": font, "name": "after the letter", "name_font": {**font, "bold": False}}
    )
    drawn.set_y_axis(
        {
            "num_font": font,
            "num_format": "0.0",
            "min": 0,
            "major_gridlines": {"visible": True, "line": {"color": "#E3E8ED"}},
        }
    )
    drawn.set_legend({"position": "bottom", "font": font})
    width, height = chart.size
    drawn.set_size({"width": width, "height": height})
    cell = chart.cell
    sheet.insert_chart(cell.row - 1, cell.column - 1, drawn, {"object_position": 2})


def _range(block: Block, top: int, left: int, bottom: int, right: int) -> list[Any]:
    """Return part of a block as XlsxWriter wants it: sheet, then rows and columns from 0."""
    place = block.located()
    rows, columns = place.rows, place.columns
    return [place.sheet, rows[top] - 1, columns[left] - 1, rows[bottom] - 1, columns[right] - 1]
