"""Charts that everybody can read: told in words, seen on white, told apart without colour."""

import io
import itertools
import zipfile
from xml.etree import ElementTree

import pytest

from tests.lessons.every import DEFAULTS, EVERY
from tests.xlsx.colours import EYES, contrast, distance
from xlrnn.sheet.page import ChartKind
from xlrnn.xlsx.writing import style
from xlrnn.xlsx.writing.chart import _legend, in_words, series_look
from xlrnn.xlsx.writing.write import workbook_bytes

DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
JUST_SEEN = 2.3


def charts(name):
    return [chart for page in EVERY[name].book().pages for chart in page.charts]


CHARTS = [
    pytest.param(chart, id=f"{name}: {chart.title}")
    for name in EVERY
    for chart in charts(name)
]  # fmt: skip


def count(chart):
    """Return how many series a chart has."""
    return sum(block.shape[1 if chart.downwards else 0] for block, _ in chart.series)


def color(look):
    return (look.get("line") or look.get("fill") or {"color": look["pattern"]["fg_color"]})["color"]


def besides_colour(look):
    """Return what is told without colour: dash and mark of a line, hatch of a column."""
    if "line" in look:
        return look["line"]["dash_type"], look["marker"]["type"]
    return look.get("pattern", {}).get("pattern")


@pytest.mark.parametrize("colour", style.SERIES)
def test_every_series_stands_out_from_white(colour):
    assert contrast(colour, "#FFFFFF") >= 3


@pytest.mark.parametrize("chart", CHARTS)
def test_no_two_series_are_told_apart_by_colour_alone(chart):
    first = chart.first_look
    looks = [series_look(chart, number) for number in range(first, first + count(chart))]
    for one, other in itertools.combinations(looks, 2):
        if besides_colour(one) == besides_colour(other):
            # Only the first few columns, whose colours differ for all eyes.
            assert chart.kind is not ChartKind.LINES or len(looks) > len(style.SERIES)
            for eyes in EYES:
                assert distance(color(one), color(other), eyes) > 5 * JUST_SEEN


def test_the_eyes_are_those_of_the_books():
    """Red and green of the same lightness merge without the red or the green cones."""
    red, green = "#C8581E", "#3F7D3A"
    apart = {eyes: distance(red, green, eyes) for eyes in EYES}
    assert apart["usual"] > 75
    assert min(apart["protanopia"], apart["deuteranopia"]) < 20
    assert distance("#000000", "#FFFFFF", "deuteranopia") == pytest.approx(100, abs=2)


@pytest.mark.parametrize("name", DEFAULTS)
def test_each_chart_of_the_file_says_what_it_shows(name):
    data = workbook_bytes(EVERY[name].filled_book())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        drawings = [n for n in archive.namelist() if n.startswith("xl/drawings/drawing")]
        roots = [ElementTree.fromstring(archive.read(part)) for part in drawings]
    told = [
        frame.find(f".//{DRAWING}cNvPr").get("descr", "")
        for root in roots
        for frame in root.iter(f"{DRAWING}graphicFrame")
    ]
    shown = [in_words(chart) for chart in charts(name)]
    assert sorted(told) == sorted(shown)
    assert all(text.startswith(("Lines: ", "Columns")) and text.endswith(".") for text in told)


def test_a_chart_in_words():
    first, second = charts("vanishing-gradient")[:2]
    assert in_words(first) == (
        "Lines: What step 100 feels of the steps before. One line each for “SimpleRNN”, "
        "“Exploding”, “LSTM”, “LSTM, cell state alone”, “GRU”; from left to right: steps back, 100 "
        "points; upwards: norm of the product, in powers of ten."
    )
    assert "One line each for “LSTM”, “LSTM, cell state alone”, “GRU”; " in in_words(second)
    (expects,) = (c for c in charts("hello-forward") if c.title == "What the network expects next")
    assert in_words(expects) == (
        "Columns: What the network expects next. One column each for every letter; from left to "
        "right: after the letter, 4 points; upwards: probability."
    )


def test_what_remembers_is_seen_on_an_axis_of_its_own():
    """On the axis of powers it is one line: on its own each takes a good part of the height."""
    book = EVERY["vanishing-gradient"].filled_book()
    powers, plain = next(page for page in book.pages if page.name == "compare").charts
    assert powers.bounds == (1e-16, None)
    assert (plain.logarithmic, plain.bounds) == (False, (0, None))
    sizes = [block.values for block, _ in plain.series]
    top, firsts = max(array.max() for array in sizes), [array[0, 0] for array in sizes]
    assert min(abs(a - b) for a, b in itertools.combinations(firsts, 2)) > top / 10
    looks = {names[0]: color(series_look(plain, plain.first_look + k))
             for k, (_, names) in enumerate(plain.series)}  # fmt: skip
    before = {names[0]: color(series_look(powers, k))
              for k, (_, names) in enumerate(powers.series)}  # fmt: skip
    assert looks.items() <= before.items()


def test_a_legend_takes_no_height_from_lines_and_names_no_single_series():
    legends = {chart.title: _legend(chart) for name in DEFAULTS for chart in charts(name)}
    assert legends["What step 100 feels of the steps before"] == "right"
    assert legends["What the network expects next"] == "bottom"
    assert legends["The loss of the word"] == "none"


def test_the_workbook_says_that_it_is_english():
    with zipfile.ZipFile(io.BytesIO(workbook_bytes(EVERY["hello-forward"].filled_book()))) as file:
        core = ElementTree.fromstring(file.read("docProps/core.xml"))
    assert [e.text for e in core.iter("{http://purl.org/dc/elements/1.1/}language")] == ["en"]
