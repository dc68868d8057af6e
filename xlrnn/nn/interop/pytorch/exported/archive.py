"""What is in a .pt2 file: a description and arrays; nothing in it is unpickled, or run."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import UnreadableError
from xlrnn.nn.files.limits import MOST_BYTES

Array = NDArray[Any]

MOST_DESCRIPTION: Final = 32 * 2**20
"""The bytes of a description, which repeats for each node where in a program it stood."""
MOST_PARTS: Final = 20_000
MOST_SIDES: Final = 16
FORMATS: Final = {
    1: "u1", 2: "i1", 3: "<i2", 4: "<i4", 5: "<i8", 6: "<f2", 7: "<f4", 8: "<f8", 12: "?",
}  # fmt: skip
"""The formats of numbers, as these files count them."""


class Archive:
    """A file that `torch.export.save` wrote.

    Args:
        data: its bytes.
        name: as errors call it.

    Raises:
        UnreadableError: if it is damaged, or something else.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        try:
            self.zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
            raise UnreadableError(f"{name} is damaged, or no .pt2 file") from None
        self.names = self.zip.namelist()
        if len(self.names) > MOST_PARTS:
            raise UnreadableError(f"{name} has more than {MOST_PARTS:,} parts")
        models = [each for each in self.names if each.endswith(".json") and "/models/" in each]
        if len(models) != 1:
            raise UnreadableError(self._what_else(len(models)))
        self.folder = models[0].partition("/models/")[0]
        if self.bytes_of("byteorder", 16).strip() != b"little":
            raise UnreadableError(f"{name} was written on a machine of another byte order")
        self.description = self._json(models[0].removeprefix(f"{self.folder}/"))

    def _what_else(self, models: int) -> str:
        if any(each.endswith("serialized_exported_program.json") for each in self.names):
            return f"{self.name} was written by PyTorch before 2.8: export and save it again"
        if models > 1:
            return f"{self.name} holds {models} models: expected one"
        return f"{self.name} is no .pt2 file: expected one that torch.export.save wrote"

    def bytes_of(self, name: str, most: int) -> bytes:
        """Return a part, which lies in the file as it is.

        Raises:
            UnreadableError: if it is missing, packed, or has more bytes.
        """
        try:
            info = self.zip.getinfo(f"{self.folder}/{name}")
            packed = info.compress_type != zipfile.ZIP_STORED or info.flag_bits & 1
            if packed or info.file_size > most:
                raise UnreadableError(f"{self.name}: {name} is packed, or too large to be read")
            return self.zip.read(info)
        except KeyError:
            raise UnreadableError(f"{self.name} has no {name}") from None
        except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError) as error:
            raise UnreadableError(f"{self.name} is damaged: {error!s:.100}") from None

    def _json(self, name: str) -> Any:
        try:
            found = json.loads(self.bytes_of(name, MOST_DESCRIPTION))
        except (ValueError, RecursionError) as error:
            raise UnreadableError(f"{self.name}: {name} is damaged: {error!s:.100}") from None
        if not isinstance(found, dict):
            raise UnreadableError(f"{self.name}: {name} describes nothing")
        return found

    def arrays(self) -> dict[str, Array]:
        """Return the weights, buffers and constants, by their names.

        Raises:
            UnreadableError: if one is pickled, or not as it is described.
        """
        found: dict[str, Array] = {}
        for folder, file in (("weights", "model_weights"), ("constants", "model_constants")):
            listed = self._json(f"data/{folder}/{file}_config.json")["config"]
            for name, own in listed.items():
                if own["use_pickle"]:
                    raise UnreadableError(f"{self.name}: {name} is pickled, which is not read")
                data = self.bytes_of(f"data/{folder}/{own['path_name']}", MOST_BYTES)
                found[name] = self._array(name, data, own["tensor_meta"])
        return found

    def _array(self, name: str, data: bytes, meta: Any) -> Array:
        """Return an array as it lies in its bytes."""
        if meta["dtype"] not in FORMATS:
            raise UnreadableError(f"{self.name}: {name} holds numbers of kind {meta['dtype']}")
        numbers = np.frombuffer(data, FORMATS[meta["dtype"]])
        sides, steps = ([side["as_int"] for side in meta[key]] for key in ("sizes", "strides"))
        first = meta["storage_offset"]["as_int"]
        whole = [*sides, *steps, first]
        if len(sides) != len(steps) or len(sides) > MOST_SIDES or min(whole, default=0) < 0:
            raise UnreadableError(f"{self.name}: {name} has sides {sides} and steps {steps}")
        if 0 in sides:
            return np.zeros(sides, numbers.dtype)
        end = first + sum((side - 1) * step for side, step in zip(sides, steps, strict=True))
        # Steps of 0 would make many numbers of a few.
        if end >= len(numbers) or np.prod(sides, dtype=float) > len(numbers):
            raise UnreadableError(f"{self.name}: {name} reaches beyond its {len(numbers)} numbers")
        bytes_apart = [step * numbers.itemsize for step in steps]
        return np.lib.stride_tricks.as_strided(numbers[first:], sides, bytes_apart).copy()


def archive_of(source: Path | bytes) -> Archive:
    """Return an archive from a file, or from its bytes.

    Raises:
        UnreadableError: if it is not there, or too large.
    """
    if isinstance(source, bytes):
        return Archive(source, "the exported module")
    if not source.is_file():
        raise UnreadableError(f"{source} is no file: check the name and the folder")
    try:
        if source.stat().st_size > MOST_BYTES:
            raise UnreadableError(f"{source} has more than {MOST_BYTES} bytes, which is not read")
        return Archive(source.read_bytes(), str(source))
    except OSError as error:
        raise UnreadableError(f"{source}: {error.strerror or error}") from None
