"""A plot as inline SVG: lines over one axis, in the page's colours, with intervals as bands."""

import math
from collections.abc import Iterable, Sequence
from typing import Final

from xlrnn.report.page import text
from xlrnn.reproduce.evidence import Line, Number, Plot

WIDTH: Final = 640
HEIGHT: Final = 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 74, 16, 12, 46
_TICKS: Final = 5
# Told apart without colours, too.
_DASHES: Final = ("", "7 4", "2 3", "10 3 2 3", "14 4")


def svg(plot: Plot, number: int) -> str:
    """Return a plot with its legend.

    Args:
        plot: the plot.
        number: which one of the page it is, for the ids of its title and description.
    """
    lines = [_finite(plot, line) for line in plot.lines]
    points = [point for line in lines for point in (*line.y, *line.low, *line.high)]
    if not [one for one in points if one is not None]:
        return ""
    across = _Axis(plot.x, _LEFT, WIDTH - _RIGHT, logarithmic=False)
    up = _Axis([one for one in points if one is not None], HEIGHT - _BOTTOM, _TOP, plot.logarithmic)
    drawn = [_line(one, plot.x, across, up, k) for k, one in enumerate(lines)]
    title, description = f"plot-{number}", f"plot-{number}-said"
    return (
        f"<figure><svg viewBox='0 0 {WIDTH} {HEIGHT}' role='img' "
        f"aria-labelledby='{title} {description}'>"
        f"<title id='{title}'>{text(plot.title)}</title>"
        f"<desc id='{description}'>{text(_said(plot))}</desc>"
        f"{_frame(plot, across, up)}{''.join(drawn)}</svg>"
        f"<figcaption>{text(plot.title)}{_legend(lines)}</figcaption></figure>"
    )


class _Seen:
    """A line, with None where there is nothing to draw."""

    def __init__(self, name: str, rows: Sequence[list[float | None]]) -> None:
        self.name = name
        self.y, self.low, self.high = rows


def _finite(plot: Plot, line: Line) -> _Seen:
    def drawable(one: Number) -> float | None:
        fits = math.isfinite(one) and (one > 0 or not plot.logarithmic)
        return float(one) if fits else None

    return _Seen(
        line.name, [[drawable(one) for one in row] for row in (line.y, line.low, line.high)]
    )


class _Axis:
    """From numbers to points of the drawing."""

    def __init__(
        self, numbers: Iterable[float], start: float, end: float, logarithmic: bool
    ) -> None:
        self._logarithmic = logarithmic
        scaled = [self._scaled(one) for one in numbers]
        self._least, self._most = min(scaled), max(scaled)
        if self._least == self._most:
            self._least, self._most = self._least - 0.5, self._most + 0.5
        self._start, self._end = start, end

    def _scaled(self, number: float) -> float:
        return math.log10(number) if self._logarithmic else float(number)

    def at(self, number: float) -> float:
        """Return where a number is drawn."""
        share = (self._scaled(number) - self._least) / (self._most - self._least)
        return round(self._start + share * (self._end - self._start), 1)

    def ticks(self) -> list[float]:
        """Return some round numbers."""
        span = self._most - self._least
        power = 10.0 ** math.floor(math.log10(span / _TICKS))
        step = next(power * one for one in (1, 2, 5, 10) if span / (power * one) <= _TICKS)
        if self._logarithmic:
            step = max(1.0, step)
        first = math.ceil(self._least / step - 1e-9)
        scaled = [step * k for k in range(first, math.floor(self._most / step + 1e-9) + 1)]
        return [10.0**one if self._logarithmic else round(one, 12) for one in scaled]


def _frame(plot: Plot, across: _Axis, up: _Axis) -> str:
    """Return grid, ticks and the names of the axes."""
    bottom, right = HEIGHT - _BOTTOM, WIDTH - _RIGHT
    parts = [f"<path class='axis' d='M{_LEFT} {_TOP}V{bottom}H{right}'/>"]
    for one in up.ticks():
        y = up.at(one)
        parts.append(f"<path class='grid' d='M{_LEFT} {y}H{right}'/>")
        parts.append(f"<text x='{_LEFT - 6}' y='{y + 4}' text-anchor='end'>{one:.4g}</text>")
    parts += [
        f"<text x='{across.at(one)}' y='{bottom + 16}' text-anchor='middle'>{one:.4g}</text>"
        for one in across.ticks()
    ]
    middle, height = (_LEFT + right) / 2, (_TOP + bottom) / 2
    parts.append(
        f"<text x='{middle}' y='{HEIGHT - 8}' text-anchor='middle'>{text(plot.x_label)}</text>"
        f"<text x='14' y='{height}' text-anchor='middle' transform='rotate(-90 14 {height})'>"
        f"{text(plot.y_label)}</text>"
    )
    return "".join(parts)


def _line(line: _Seen, x: Sequence[Number], across: _Axis, up: _Axis, k: int) -> str:
    """Return a line, with its interval below it."""
    band = ""
    if line.low and line.high and None not in (*line.low, *line.high):
        there = [(across.at(a), up.at(b)) for a, b in zip(x, line.high, strict=True) if b]
        back = [(across.at(a), up.at(b)) for a, b in zip(x, line.low, strict=True) if b]
        band = f"<path class='band c{k % 5}' d='M{_path([*there, *back[::-1]])}Z'/>"
    pieces: list[list[tuple[float, float]]] = [[]]
    for a, b in zip(x, line.y, strict=True):
        if b is None:
            pieces.append([])
        else:
            pieces[-1].append((across.at(a), up.at(b)))
    d = "".join(f"M{_path(piece)}" for piece in pieces if piece)
    return f"{band}<path {_look(k)} d='{d}'/>"


def _look(k: int) -> str:
    """Return colour and dashes of the k-th line; the sixth has the first one's colour alone."""
    return f"class='line c{k % 5}' stroke-dasharray='{_DASHES[(k + k // 5) % 5]}'"


def _path(points: Iterable[tuple[float, float]]) -> str:
    return "L".join(f"{a:g} {b:g}" for a, b in points)


def _legend(lines: Sequence[_Seen]) -> str:
    keys = "".join(
        f"<li><svg class='key' viewBox='0 0 30 8' aria-hidden='true'><path {_look(k)} d='M0 4H30'/>"
        f"</svg>{text(line.name)}</li>"
        for k, line in enumerate(lines)
    )
    return f"<ul class='legend'>{keys}</ul>" if len(lines) > 1 else ""


def _said(plot: Plot) -> str:
    """Say in words what a plot shows, for those who do not see it."""
    told = [
        f"{line.name} from {line.y[0]:.3g} to {line.y[-1]:.3g}" for line in plot.lines if line.y
    ]
    scale = ", in powers of ten" if plot.logarithmic else ""
    return (
        f"{plot.y_label} over {plot.x_label}{scale}, {plot.x[0]:g} to {plot.x[-1]:g}: "
        f"{'; '.join(told)}."
    )
