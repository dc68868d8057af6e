"""A picture of letters becomes planes of numbers, as formulas; a letter stands for a colour."""

from functools import partial
from typing import Final

from xlrnn.formula.block import Block
from xlrnn.formula.expression import Expression, Operand, lift
from xlrnn.formula.functions import (
    concatenate,
    countif,
    equal,
    index,
    is_number,
    match,
    max_,
    where,
)
from xlrnn.names.pictures import PLANES
from xlrnn.sheet.pages.grid import GridPage

THERE: Final = "yes"
NO_PICTURE: Final = "no: pick a name from the list; the first picture is shown"
ALL_KNOWN: Final = "yes"
"""What is said of the name and of the letters."""


def unknown_in_words(count: str) -> str:
    """Say how many pixels hold a letter that is no colour."""
    return f"no: pixels that are seen as background: {count}"


def chosen_picture(page: GridPage, names: Block, choices: tuple[str, ...]) -> Block:
    """Write which picture of the list is meant, and whether there is such a one.

    Args:
        page: the page; the name stands in its list of single cells.
        names: the names, each of one picture.
        choices: the same, to pick from.

    Returns:
        The number of the picture, 0 if there is none of that name.
    """
    name = page.single("picture", key="picture", choices=choices)
    place = match(name[0, 0], names[:, 0], 0)
    # MATCH takes ? and * for any letters: the name that it finds must be the one that is meant.
    same = equal(index(names[:, 0], place), name[0, 0])
    number = page.single(
        "picture_number",
        array=True,
        rule=lambda _, __: where(is_number(place), where(same, place, 0), 0),
    )
    page.single("picture_there", rule=lambda _, __: where(equal(number, 0), NO_PICTURE, THERE))
    return number


def pixels(page: GridPage, gallery: Block, number: Block, paint: Block) -> Block:
    """Write the picture that is looked at: what is painted over it, or else its own pixel.

    Args:
        page: the page.
        gallery: all pictures, one under the other.
        number: which of them is meant; 0 is the first.
        paint: what is painted over, empty where nothing is.
    """
    side = paint.shape[0]

    def rule(i: int, j: int) -> Expression:
        row = max_(number - 1, 0) * side + (i + 1)
        return where(equal(paint[i, j], ""), index(gallery[:, j], row), paint[i, j])

    return page.grid("the picture", "pixel", rule=rule, array=True)


def planes(
    page: GridPage, pixel: Block, letters: Block, colours: list[Block], *, edge: int
) -> list[Block]:
    """Write the number of each pixel's colour, and the planes that follow from it.

    Args:
        page: the page.
        pixel: the picture.
        letters: the letters that are colours, the background first.
        colours: red, green and blue of each colour.
        edge: how many rows and columns of zeros stand around each plane.
    """

    def place(i: int, j: int) -> Expression:
        found: Operand = 0
        for k in reversed(range(letters.shape[0])):
            found = where(equal(pixel[i, j], letters[k, 0].pinned()), k + 1, found)
        return lift(found)

    number = page.grid("its colours", "colour_number", rule=place)
    unknown = countif(number[:, :], 0)
    page.single(
        "colours_known",
        rule=lambda _, __: where(
            equal(unknown, 0), ALL_KNOWN, concatenate(unknown_in_words(""), unknown)
        ),
    )
    about = "What the network is given: so much red, green and blue a pixel has."
    page.group("Its planes", about + " Around it stand zeros: there is no picture." * (edge > 0))
    height, width = pixel.shape
    sizes = {"row": height + 2 * edge, "column": width + 2 * edge}
    return [
        page.grid(plane, f"plane_{plane}", sizes=sizes, first=1 - edge, array=True,
                  rule=partial(_of_colour, number, of, edge))
        for plane, of in zip(PLANES, colours, strict=True)
    ]  # fmt: skip


def _of_colour(number: Block, of: Block, edge: int, i: int, j: int) -> Operand:
    """Return a number of the pixel's colour; what is none is background, and around it is 0."""
    height, width = number.shape
    y, x = i - edge, j - edge
    if not (0 <= y < height and 0 <= x < width):
        return 0
    return index(of[:, 0], max_(number[y, x], 1))
