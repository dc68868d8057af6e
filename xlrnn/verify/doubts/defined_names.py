"""Whether the defined names of a workbook are harmless to whoever calculates with them.

A formula that is just as we wrote it does something else once a name in it stands for a whole
sheet: it fills the memory, and takes the process along.
"""

import re

from xlrnn.errors import AddressError, UnreadableError
from xlrnn.formula.area import Area
from xlrnn.xlsx.reading.contents import read_contents
from xlrnn.xlsx.reading.package import Package

# The largest block of any lesson has a hundredth of these.
MOST_CELLS = 1_000_000

_SHEET = r"(?:'(?:[^']|'')+'|[^'!,]+)!"
_RANGE = re.compile(_SHEET + r"(\$?[A-Za-z]{1,3}\$?[0-9]+(?::\$?[A-Za-z]{1,3}\$?[0-9]+)?)")
_WHOLE_LINES = re.compile(_SHEET + r"\$?(?:[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}|[0-9]+:\$?[0-9]+)")


def are_plain(package: Package) -> bool:
    """Tell whether every name of a lesson's workbook stands for some cells, and for few.

    Names that programs keep for themselves, such as those of print areas, are in no formula.

    Raises:
        UnreadableError: if one stands for so many that nothing should calculate with it.
    """
    names = [name for name in read_contents(package).names if not name.for_programs]
    sizes = {name.name: _cells(name.text) for name in names}
    for name in names:
        if (sizes[name.name] or 0) > MOST_CELLS:
            raise UnreadableError(
                f"{package.path} is refused: its name {name.name} stands for {name.text}, more "
                f"than {MOST_CELLS} cells: let it stand for its block, or delete it"
            )
    return all(sizes.values()) and not any(name.scope for name in names)


def _cells(text: str) -> int | None:
    """Return how many cells a name stands for, None if it stands for something else."""
    if _WHOLE_LINES.fullmatch(text):
        return MOST_CELLS + 1
    match = _RANGE.fullmatch(text)
    if match is None:
        return None
    try:
        height, width = Area.parse(match[1]).shape
    except AddressError:
        return None
    return height * width
