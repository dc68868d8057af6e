"""Charts: one series for each row of its blocks, or for each column."""

from collections.abc import Iterator
from typing import Any, Final

from xlsxwriter.worksheet import Worksheet

from xlrnn.sheet.block import Block
from xlrnn.sheet.page import Chart, ChartKind
from xlrnn.xlsx.style import GREY, NAVY, SERIES

_TYPES: Final[dict[ChartKind, dict[str, str]]] = {
    ChartKind.COLUMNS: {"type": "column"},
    ChartKind.SHARES: {"type": "column", "subtype": "percent_stacked"},
    ChartKind.LINES: {"type": "line"},
}
_FONT: Final = {"color": GREY, "size": 9}
_NAME_FONT: Final = {**_FONT, "bold": False}
_MOST_LABELS: Final = 20


def add_chart(workbook: Any, sheet: Worksheet, chart: Chart) -> None:
    """Draw a chart onto its sheet."""
    assert chart.cell is not None, f"chart {chart.title!r} has no place yet"
    drawn = workbook.add_chart(_TYPES[chart.kind])
    for number, series in enumerate(_series(chart)):
        drawn.add_series({**series, **_look(chart.kind, SERIES[number % len(SERIES)])})
    drawn.set_title(
        {"name": chart.title, "name_font": {"color": NAVY, "size": 12}, "overlay": False}
    )
    drawn.set_x_axis(_horizontal(chart))
    drawn.set_y_axis(_vertical(chart))
    drawn.set_legend({"position": "bottom", "font": _FONT})
    width, height = chart.size
    drawn.set_size({"width": width, "height": height})
    sheet.insert_chart(chart.cell.row - 1, chart.cell.column - 1, drawn, {"object_position": 2})


def _series(chart: Chart) -> Iterator[dict[str, Any]]:
    """Yield name, categories and values of each series."""
    labels = chart.categories
    for block, names in chart.series:
        count = block.shape[1 if chart.downwards else 0]
        for k in range(count if isinstance(names, Block) else len(names)):
            ends = (0, k, -1, k) if chart.downwards else (k, 0, k, -1)
            name = _name(names, k) if isinstance(names, Block) else names[k]
            categories = {"categories": _range(labels, 0, 0, -1, -1)} if labels else {}
            yield {"name": name, **categories, "values": _range(block, *ends)}


def _name(names: Block, k: int) -> list[Any]:
    """Return the cell that names series k: they stand in a column, or side by side."""
    return _range(names, 0, k, 0, k) if names.shape[0] == 1 else _range(names, k, 0, k, 0)


def _look(kind: ChartKind, color: str) -> dict[str, Any]:
    if kind is ChartKind.LINES:
        return {"line": {"color": color, "width": 2}}
    return {
        "fill": {"color": color},
        "border": {"color": "#FFFFFF", "width": 0.5},
        "gap": 60,
    }


def _horizontal(chart: Chart) -> dict[str, Any]:
    """Return the axis of the categories; of many, only some are named."""
    block = chart.series[0][0]
    count = block.shape[0 if chart.downwards else 1]
    interval = {"interval_unit": -(-count // 10)} if count > _MOST_LABELS else {}
    below = chart.kind is ChartKind.LINES or not chart.from_zero
    low = {"label_position": "low"} if below else {}
    return {"num_font": _FONT, "name": chart.axes[0], "name_font": _NAME_FONT, **interval, **low}


def _vertical(chart: Chart) -> dict[str, Any]:
    scale: dict[str, Any] = {"num_format": "0%" if chart.kind is ChartKind.SHARES else "General"}
    if chart.logarithmic:
        scale = {"num_format": "0E+00", "log_base": 10, "crossing": "min"}
    elif chart.kind is not ChartKind.LINES and chart.from_zero:
        scale["min"] = 0
    name = {"name": chart.axes[1], "name_font": _NAME_FONT} if chart.axes[1] else {}
    grid = {"visible": True, "line": {"color": "#E3E8ED"}}
    return {"num_font": _FONT, **name, **scale, "major_gridlines": grid}


def _range(block: Block, top: int, left: int, bottom: int, right: int) -> list[Any]:
    """Return part of a block as XlsxWriter wants it: sheet, then rows and columns from 0."""
    place = block.located()
    rows, columns = place.rows, place.columns
    return [place.sheet, rows[top] - 1, columns[left] - 1, rows[bottom] - 1, columns[right] - 1]
