"""The captions of all pictures of a folder, as a csv."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from xlrnn.counted import counted
from xlrnn.errors import InputError
from xlrnn.pictures.files import suffixes
from xlrnn.tasks.answers_csv import answers_csv
from xlrnn.tasks.caption.predict import Caption, Captioner, CaptionRun
from xlrnn.tasks.refusal import Refusal

HEADER = ("file", "caption")


@dataclass(frozen=True)
class Captions:
    """What is on the pictures of a folder.

    Args:
        names: of their files.
        captions: of each; a refusal for one that is no picture.
    """

    names: Sequence[str]
    captions: Sequence[Caption | Refusal]

    def remarks(self) -> list[str]:
        """Return what a person should know of them."""
        refused = [one for one in self.captions if isinstance(one, Refusal)]
        if not refused:
            return []
        number = counted(len(refused), "file is no picture", "files are no pictures")
        return [f"{number} to be captioned: {refused[0].why}"]

    def summary(self) -> str:
        """Return what the csv holds."""
        return f"{HEADER[0]!r} and {HEADER[1]!r} of {counted(len(self.names), 'picture')}"

    def to_csv(self, *, probabilities: bool = False) -> str:
        """Return a row for each picture: its file, its caption.

        Raises:
            UsageError: if the probabilities of classes are asked for: there are none.
        """
        given = ("" if isinstance(one, Refusal) else one.caption for one in self.captions)
        rows = zip(self.names, given, strict=True)
        return answers_csv(HEADER, rows, probabilities=probabilities)


def caption_folder(run: CaptionRun, path: Path) -> Captions:
    """Return the captions of the pictures of a folder, by name, or of one.

    Raises:
        InputError: if there is none.
        UnreadableError: if there is no such folder, or not one of them can be read.
    """
    if not path.is_dir():
        return Captions([path.name], Captioner(run).captions([str(path)]))
    known = suffixes()
    found = sorted(one for one in path.iterdir() if one.suffix.lower() in known and one.is_file())
    if not found:
        raise InputError(f"{path} holds no pictures: expected files such as .png or .jpg")
    return Captions([one.name for one in found], Captioner(run).captions([*map(str, found)]))
