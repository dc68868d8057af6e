"""Charts: one series for each row of its blocks, or for each column."""

from collections.abc import Iterator
from typing import Any, Final

from xlsxwriter.worksheet import Worksheet

from xlrnn.formula.block import Block
from xlrnn.sheet.page import Chart, ChartKind
from xlrnn.xlsx.writing.style import GREY, NAVY, SERIES

_TYPES: Final[dict[ChartKind, dict[str, str]]] = {
    ChartKind.COLUMNS: {"type": "column"},
    ChartKind.SHARES: {"type": "column", "subtype": "percent_stacked"},
    ChartKind.LINES: {"type": "line"},
}
_FONT: Final = {"color": GREY, "size": 9}
_NAME_FONT: Final = {**_FONT, "bold": False}
_MOST_LABELS: Final = 20
# XlsxWriter's word for labels that nobody turns, whatever room there is.
_LEVEL: Final = 360

# What tells series apart besides their colours: dashes and, of few points, marks; hatches.
_DASHES: Final = (
    *("solid", "dash", "round_dot", "long_dash"),
    *("dash_dot", "square_dot", "long_dash_dot", "long_dash_dot_dot"),
)
_MARKS: Final = ("circle", "square", "triangle", "diamond", "x", "star", "plus", "short_dash")
_FILLED: Final = 4
_HATCHES: Final = (
    "wide_upward_diagonal",
    "wide_downward_diagonal",
    "dark_horizontal",
    "small_grid",
)


def add_chart(workbook: Any, sheet: Worksheet, chart: Chart) -> None:
    """Draw a chart onto its sheet."""
    assert chart.cell is not None, f"chart {chart.title!r} has no place yet"
    drawn = workbook.add_chart(_TYPES[chart.kind])
    for number, series in enumerate(_series(chart), start=chart.first_look):
        drawn.add_series({**series, **series_look(chart, number)})
    drawn.set_title(
        {"name": chart.title, "name_font": {"color": NAVY, "size": 12}, "overlay": False}
    )
    drawn.set_x_axis(_horizontal(chart))
    drawn.set_y_axis(_vertical(chart))
    drawn.set_legend({"position": _legend(chart), "font": _FONT})
    width, height = chart.size
    drawn.set_size({"width": width, "height": height})
    options = {"object_position": 2, "description": in_words(chart)}
    sheet.insert_chart(chart.cell.row - 1, chart.cell.column - 1, drawn, options)


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


def _legend(chart: Chart) -> str:
    """Return where the legend stands: under lines it would take the height that they need."""
    if sum(block.shape[1 if chart.downwards else 0] for block, _ in chart.series) == 1:
        return "none"  # the title says what is shown
    return "right" if chart.kind is ChartKind.LINES else "bottom"


def series_look(chart: Chart, number: int) -> dict[str, Any]:
    """Return how a series looks: no two are told apart by colour alone.

    Args:
        chart: the chart.
        number: which look, from 0.
    """
    again, color_number = divmod(number, len(SERIES))
    color = SERIES[color_number]
    if chart.kind is ChartKind.LINES:
        # The ninth series has the first colour again, and another dash.
        dash = _DASHES[(number + again) % len(_DASHES)]
        line = {"color": color, "width": 2, "dash_type": dash}
        return {"line": line, "marker": _mark(chart, number, color)}
    border = {"color": "#FFFFFF", "width": 0.5}
    if number < _FILLED:
        return {"fill": {"color": color}, "border": border, "gap": 60}
    pattern = _HATCHES[(number + again) % len(_HATCHES)]
    hatched = {"pattern": pattern, "fg_color": color, "bg_color": "#FFFFFF"}
    return {"pattern": hatched, "border": {"color": color, "width": 0.5}, "gap": 60}


def _mark(chart: Chart, number: int, color: str) -> dict[str, Any]:
    """Return the mark on each point of a line; many of them would be a band."""
    if _count(chart) > _MOST_LABELS:
        return {"type": "none"}
    look = {"color": color}
    return {"type": _MARKS[number % len(_MARKS)], "size": 7, "fill": look, "border": look}


def _count(chart: Chart) -> int:
    """Return how many points each series has."""
    return chart.series[0][0].shape[0 if chart.downwards else 1]


_KINDS: Final = {
    ChartKind.COLUMNS: ("Columns", "column"),
    ChartKind.SHARES: ("Columns of shares that add up to 100 %", "share"),
    ChartKind.LINES: ("Lines", "line"),
}


def in_words(chart: Chart) -> str:
    """Return what a chart shows, for those who hear it.

    The numbers change with every input, so none is said; the page has them all.
    """
    kind, one = _KINDS[chart.kind]
    across, up = chart.axes
    named = [_called(block, names, chart.downwards) for block, names in chart.series]
    listed = ", ".join(dict.fromkeys(name for names in named for name in names))
    points = f"{_count(chart)} points" if _count(chart) > 1 else "1 point"
    axes = f" from left to right: {across}, {points}" if across else f" {points} from left to right"
    scale = ", in powers of ten" if chart.logarithmic else ""
    upwards = f"; upwards: {up}{scale}" if up else scale
    return f"{kind}: {chart.title}. One {one} each for {listed};{axes}{upwards}."


def _called(block: Block, names: Block | tuple[str, ...], downwards: bool) -> list[str]:
    """Return what the series of a block are called; names in cells may change."""
    if not isinstance(names, Block):
        return [f"“{name}”" for name in names]
    return [f"every {block.dims[1 if downwards else 0]}"]


def _horizontal(chart: Chart) -> dict[str, Any]:
    """Return the axis of the categories; of many, only some are named."""
    count = _count(chart)
    interval = {"interval_unit": -(-count // 10)} if count > _MOST_LABELS else {}
    below = chart.kind is ChartKind.LINES or not chart.from_zero
    low = {"label_position": "low"} if below else {}
    level = {"rotation": _LEVEL} if interval else {}
    font = {**_FONT, **level}
    return {"num_font": font, "name": chart.axes[0], "name_font": _NAME_FONT, **interval, **low}


def _vertical(chart: Chart) -> dict[str, Any]:
    scale: dict[str, Any] = {"num_format": "0%" if chart.kind is ChartKind.SHARES else "General"}
    if chart.logarithmic:
        scale = {"num_format": "0E+00", "log_base": 10, "crossing": "min"}
    elif chart.kind is not ChartKind.LINES and chart.from_zero:
        scale["min"] = 0
    scale |= {end: b for end, b in zip(("min", "max"), chart.bounds, strict=True) if b is not None}
    name = {"name": chart.axes[1], "name_font": _NAME_FONT} if chart.axes[1] else {}
    grid = {"visible": True, "line": {"color": "#E3E8ED"}}
    return {"num_font": _FONT, **name, **scale, "major_gridlines": grid}


def _range(block: Block, top: int, left: int, bottom: int, right: int) -> list[Any]:
    """Return part of a block as XlsxWriter wants it: sheet, then rows and columns from 0."""
    place = block.located()
    rows, columns = place.rows, place.columns
    return [place.sheet, rows[top] - 1, columns[left] - 1, rows[bottom] - 1, columns[right] - 1]
