"""Folders of pictures for tests."""

from importlib.util import find_spec

import numpy as np

from tests.requirements import need

COLOURS = {"red": (255, 0, 0), "green": (0, 255, 0), "blue": (0, 0, 255), "white": (255, 255, 255)}


def pillow():
    """Return Pillow, or skip the test."""
    need("PIL", find_spec("PIL") is not None, "pip install 'xlrnn[pictures]'")
    from PIL import Image

    return Image


def plain(colour, side=8):
    """A picture of one colour, with a black corner above on the left."""
    found = np.full((side, side, 3), COLOURS[colour], np.uint8)
    found[0, 0] = 0
    return found


def write_table(folder, rows, header=("file", "caption"), name="captions.csv"):
    """Write a table of files and captions."""
    path = folder / name
    lines = [",".join(row) for row in ([header, *rows] if header else rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def write_pictures(folder, colours=("red", "green", "blue"), side=8):
    """Write a picture of each colour and a table, and return the folder."""
    image = pillow()
    folder.mkdir(exist_ok=True)
    for colour in colours:
        image.fromarray(plain(colour, side)).save(folder / f"{colour}.png")
    write_table(folder, [(f"{colour}.png", f"all {colour}") for colour in colours])
    return folder
