"""Pictures from files, in any form that Pillow reads, as red, green and blue from 0 to 255.

Files come from strangers: nothing is decoded before it is known to be small enough, no other
program is run, and no name leads out of its folder.
"""

import os
import stat
import warnings
from collections.abc import Sequence
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import InputError, UnreadableError, UsageError
from xlrnn.shapes import UInt8

Array = NDArray[Any]
MOST_BYTES: Final = 1 << 28
MOST_PLACES: Final = 80_000_000
MOST_SIDE: Final = 512
"""Pictures of more rows or columns must be made smaller: every place is an input."""
RUN_PROGRAMS: Final = ("EPS", "WMF")
"""Forms that Pillow hands to other programs."""


def read_picture(path: Path, size: int | None = None) -> UInt8[np.ndarray, "height width 3"]:
    """Return the picture in a file; of several in one the first, upright, on white paper.

    Args:
        path: the file.
        size: rows, and columns, that it is scaled to; None leaves it as it is.

    Raises:
        UsageError: if Pillow is not installed.
        UnreadableError: if there is no such file, or it is no picture, or damaged.
        InputError: if it is too large.
    """
    pillow = _pillow()
    _refuse_odd(path)
    try:
        with warnings.catch_warnings(), path.open("rb") as file:
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", pillow.DecompressionBombWarning)
            image = pillow.open(file, formats=_forms(pillow))
            _refuse_large(image.size, path, size)
            found: Array = _colours(pillow, image, path, size)
    except pillow.UnidentifiedImageError:
        raise UnreadableError(
            f"{path} is no picture that Pillow can read: expected a .png, .jpg, .gif or the like"
        ) from None
    except (pillow.DecompressionBombWarning, pillow.DecompressionBombError):
        raise InputError(_too_large(path)) from None
    except (InputError, UnreadableError):
        raise
    except MemoryError:
        raise InputError(f"{path} needs more memory than there is: make it smaller") from None
    except Exception as error:  # dozens of decoders meet damaged files in as many ways
        raise UnreadableError(f"{path} is damaged, or no picture: {error}; get it again") from None
    return found


def _pillow() -> Any:
    """Return Pillow.

    Raises:
        UsageError: if it is not installed.
    """
    try:
        from PIL import Image
    except ImportError:
        raise UsageError("pictures are read with Pillow: pip install 'xlrnn[pictures]'") from None
    return Image


def _forms(pillow: Any) -> list[str]:
    pillow.init()
    return [form for form in pillow.OPEN if form not in RUN_PROGRAMS]


def suffixes() -> frozenset[str]:
    """Return how the names of pictures end."""
    pillow = _pillow()
    readable = {*_forms(pillow)}
    known: dict[str, str] = pillow.registered_extensions()
    return frozenset(suffix for suffix, form in known.items() if form in readable)


def _refuse_odd(path: Path) -> None:
    """Refuse what is no file, before it is opened: to open some things takes for ever."""
    try:
        found = path.stat()
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise UnreadableError(f"cannot read {path}: {why}") from None
    if not stat.S_ISREG(found.st_mode):
        what = "a folder" if stat.S_ISDIR(found.st_mode) else "no ordinary file"
        raise UnreadableError(f"{path} is {what}: expected a picture")
    if found.st_size > MOST_BYTES:
        raise InputError(
            f"{path} has {found.st_size >> 20:,} MiB: expected a picture of at most "
            f"{MOST_BYTES >> 20} MiB"
        )


def _refuse_large(sides: tuple[int, int], path: Path, size: int | None) -> None:
    width, height = sides
    if width * height > MOST_PLACES:
        raise InputError(_too_large(path, f"{width:,} × {height:,}, "))
    if size is None and max(sides) > MOST_SIDE:
        raise InputError(
            f"{path} has {height:,} × {width:,} places, and every one is an input: say a size, as "
            f"in --size 64, or make pictures smaller than {MOST_SIDE} × {MOST_SIDE}"
        )


def _too_large(path: Path, sides: str = "") -> str:
    return (
        f"{path} would have {sides}more than {MOST_PLACES // 10**6} million places when unpacked: "
        "make it smaller"
    )


def _colours(pillow: Any, image: Any, path: Path, size: int | None) -> Any:
    """Return red, green and blue of every place."""
    from PIL import ImageOps

    image = ImageOps.exif_transpose(image)
    if image.mode == "I" or image.mode.startswith("I;16"):  # grey, to 65535
        grey = np.clip(np.asarray(image).astype(np.int64) // 257, 0, 255)
        image = pillow.fromarray(grey.astype(np.uint8))
    if image.mode == "F":
        raise InputError(f"{path} holds numbers that are no colours (mode F): save it as .png")
    if "A" in image.mode or "a" in image.mode or "transparency" in image.info:
        image = image.convert("RGBA")
        paper = pillow.new("RGBA", image.size, "white")
        image = pillow.alpha_composite(paper, image)
    image = image.convert("RGB")
    if size is not None and image.size != (size, size):
        image = image.resize((size, size), pillow.Resampling.BOX)
    return np.asarray(image, dtype=np.uint8)


def places_of(folder: Path) -> list[Path]:
    """Return where the pictures of a table may be: beside it, and in the folders there."""
    below = (Path(entry.path) for entry in os.scandir(folder) if entry.is_dir())
    return [folder, *sorted(below)]


def inside(places: Sequence[Path], name: str) -> Path | None:
    """Return the file that a table calls by name.

    Args:
        places: where to look, the folder of the table first.
        name: what the table says; either slash divides.

    Returns:
        The file; None if it is not there.

    Raises:
        InputError: if the name leads out of the folder, by itself or by a link.
    """
    folder = places[0]
    relative = PurePosixPath(name.replace("\\", "/"))
    if relative.is_absolute() or PureWindowsPath(name).drive or ".." in relative.parts:
        raise InputError(
            f"{folder}: the table names the picture {name!r}, which leads out of this folder: "
            "expected names of files in it"
        )
    for place in places:
        found = place / relative
        if os.path.exists(found):  # noqa: PTH110  # unlike pathlib's it does not raise
            _refuse_leaving(found, folder, name)
            return found
    return None


def _refuse_leaving(found: Path, folder: Path, name: str) -> None:
    if not found.resolve().is_relative_to(folder.resolve()):
        raise InputError(
            f"{folder}: the picture {name!r} is a link that leads out of this folder, to "
            f"{found.resolve()}: put a copy of it there"
        )
