"""Whether the defined names of a workbook are harmless to whoever calculates with them.

A formula that is just as we wrote it does something else once a name in it stands for a whole
sheet: it fills the memory, and takes the process along.
"""

from xlrnn.errors import UnreadableError
from xlrnn.formula.area import area_of
from xlrnn.formula.cell import MAX_COLUMN, MAX_ROW
from xlrnn.formula.parsing.tokens import only_range
from xlrnn.xlsx.reading.contents import read_contents
from xlrnn.xlsx.reading.package import Package

# The largest block of any lesson has a hundredth of these.
MOST_CELLS = 1_000_000


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
    found = only_range(text)
    area = None if found is None else area_of(found.word)
    if area is None:
        return None
    height, width = area.shape
    endless = height == MAX_ROW or width == MAX_COLUMN  # some programs make whole lines of it
    return MOST_CELLS + 1 if endless else height * width
