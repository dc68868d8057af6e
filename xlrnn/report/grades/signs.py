"""A sign before what a cell shows: it is seen in black and white, and the formula stays."""

import re
from typing import Final

MOST_DECIMALS: Final = 4
"""With a sign before it, a number of more decimals would be wider than its cell."""
LONGEST: Final = 255
"""So many letters a format may have."""
_LONG: Final = re.compile(rf"0\.(0{{{MOST_DECIMALS}}})0+(?![0E])")
_SIGNED: Final = re.compile('"[✓✗?] "')
_TOKEN: Final = re.compile(r'"[^"]*"|\\.|.', re.DOTALL)
_CONDITION: Final = re.compile(r"((?:\[[^\]]*\])*)(.*)", re.DOTALL)


def with_sign(number_format: str, sign: str) -> str:
    """Return a number format that shows a sign before any number or text.

    Args:
        number_format: the format that the cell has.
        sign: the sign.

    Example:
        >>> with_sign("0.000000", "✗")
        '"✗ "0.0000;"✗ "-0.0000;"✗ "0.0000;"✗ "@'
        >>> with_sign("@", "✓"), with_sign('[<1]0.0;"a;b"0', "✓")
        ('"✓ "@', '[<1]"✓ "0.0;"✓ ""a;b"0')
    """
    unsigned = _SIGNED.sub("", number_format)
    sections = _sections(_LONG.sub(r"0.\1", unsigned))
    if len(sections) == 1 and not re.search(r"@|\[[<>=]", unsigned):
        (one,) = sections
        sections = [one, f"-{one}", one, "@"]
    elif len(sections) == 3:
        sections = [*sections, "@"]
    signed = ";".join(_signed(section, sign) for section in sections)
    return signed if len(signed) <= LONGEST else number_format


def _sections(number_format: str) -> list[str]:
    """Cut a format at its semicolons, but for those that are texts."""
    found = [""]
    for token in _TOKEN.findall(number_format):
        if token == ";":
            found.append("")
        else:
            found[-1] += token
    return found


def _signed(section: str, sign: str) -> str:
    match = _CONDITION.match(section)
    assert match is not None
    return f'{match[1]}"{sign} "{match[2]}'
