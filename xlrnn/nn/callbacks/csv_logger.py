"""Write what each epoch reported into a csv file."""

import csv
from pathlib import Path
from typing import Any

import numpy as np

from xlrnn.errors import UsageError
from xlrnn.nn.callbacks.callback import Callback, Logs


class CSVLogger(Callback):
    """Writes a line for each epoch, at once, so that a curve can be drawn while it grows.

    Args:
        filename: the file.
        separator: what stands between two values.
        append: go on at the end of a file that is there.
    """

    def __init__(self, filename: str | Path, separator: str = ",", append: bool = False) -> None:
        self.path, self.separator, self.append = Path(filename), separator, append
        self.names: list[str] | None = None

    def on_train_begin(self, logs: Logs | None = None) -> None:  # noqa: ARG002
        """Begin the file, or find out which values stand in it."""
        self.names = None
        try:
            if not self.append:
                self.path.write_text("", encoding="utf-8")
            elif self.path.is_file():
                with self.path.open(newline="", encoding="utf-8") as file:
                    self.names = next(csv.reader(file, delimiter=self.separator), [""])[1:] or None
        except OSError as error:
            raise self._error(error) from None
        self.append = True

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """Write a line."""
        if self.names is None:
            self.names = sorted(logs or {})
            if not self.params.get("validates_always", True):  # it may come later
                later = [f"val_{name}" for name in self.names if not name.startswith("val_")]
                self.names += [name for name in later if name not in self.names]
            self._write(["epoch", *self.names])
        self._write([epoch, *(_cell((logs or {}).get(name, "NA")) for name in self.names)])

    def _write(self, values: list[Any]) -> None:
        try:
            with self.path.open("a", newline="", encoding="utf-8") as file:
                csv.writer(file, delimiter=self.separator).writerow(values)
        except OSError as error:
            raise self._error(error) from None

    def _error(self, error: OSError) -> UsageError:
        return UsageError(f"CSVLogger: cannot write {self.path}: {error.strerror}")


def _cell(value: Any) -> Any:
    """Return a value as Keras writes it: several numbers in brackets, and those in quotes."""
    several = ", ".join(map(str, value.tolist())) if isinstance(value, np.ndarray) else ""
    return f'"[{several}]"' if several else value
