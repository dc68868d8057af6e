"""Settings and number formats that anybody may have written are read, or left out."""

from xml.etree import ElementTree

import pytest

from xlrnn.xlsx.reading.number_formats import as_shown
from xlrnn.xlsx.reading.settings import Settings, read_settings


def settings(attributes):
    return read_settings(ElementTree.fromstring(f"<workbook><calcPr {attributes}/></workbook>"))


@pytest.mark.parametrize(
    ("attributes", "rounds", "change"),
    [
        ('iterate="1"', 100, 0.001),
        ('iterate="true" iterateCount="7" iterateDelta="0.5"', 7, 0.5),
        ('iterate="false" iterateCount="7"', 0, 0.001),
        (f'iterate="1" iterateCount="{"9" * 5000}"', 32_767, 0.001),
        ('iterate="1" iterateCount="-1" iterateDelta="nan"', 100, 0.001),
        ('iterate="1" iterateCount="x" iterateDelta="1e999"', 100, 0.001),
    ],
)
def test_rounds(attributes, rounds, change):
    assert settings(attributes) == Settings(rounds=rounds, change=change)


@pytest.mark.parametrize("code", ["0" + "%" * 250, "0" + "," * 250, "0." + "0" * 250, "0E+00" * 50])
@pytest.mark.parametrize("number", [0.0, 1.5, -1e308, 5e-324])
def test_a_format_of_any_length_is_taken(code, number):
    assert isinstance(as_shown(number, code), float)


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        *(("0", 1235.0), ("0.00", 1234.57), ("#,##0.0", 1234.6), ("0.0%", 1234.568)),
        *(("General", 1234.56789), ("@", 1234.56789), ("yyyy-mm-dd", 1234.56789)),
        *(("0.00E+00", 1230.0), ("0.0,", 1200.0), ("0.000_);[Red](0.00)", 1234.568)),
        *(('"x0.0"0.0', 1234.6), ("[>1]0.00;0.0", 1234.57)),
    ],
)
def test_the_digits_that_a_format_shows(code, shown):
    assert as_shown(1234.56789, code) == pytest.approx(shown, rel=1e-15)
