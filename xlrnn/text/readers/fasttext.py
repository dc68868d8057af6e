"""fastText's form: `__label__positive the text`, a row a line."""

from collections.abc import Iterable, Iterator

from xlrnn.text.labelled import Tally
from xlrnn.text.readers.tables import Cells, Row

MARK = "__label__"


class MarkedLines(Cells):
    """The rows of a file of fastText's form.

    Args:
        lines: the file's text.
        said: what there is to say of its encoding.
    """

    def __init__(self, lines: Iterable[str], said: str) -> None:
        self._wrong: list[tuple[int, str]] = []
        super().__init__(self._split(lines), named=True, notes=(said,) if said else ())

    def _split(self, lines: Iterable[str]) -> Iterator[tuple[int, Row]]:
        yield 0, ["label", "text"]
        for number, line in enumerate(lines, start=1):
            text, labels = line.strip(), list[str]()
            while text.startswith(MARK):
                label, _, text = text.partition(" ")
                labels.append(label.removeprefix(MARK).rstrip(","))
                text = text.lstrip(" ,")
            if len(set(labels)) > 1:
                self._wrong.append((number, "with several labels"))
            elif text or labels:
                yield number, [labels[0] if labels else "", text]

    def report(self, tally: Tally) -> None:
        """Count the lines that have several labels, too."""
        super().report(tally)
        for line, why in self._wrong:
            tally.skip(why, line)


def looks_like_fasttext(head: str) -> bool:
    """Return whether a text begins as fastText's files do."""
    return head.lstrip("\ufeff \n").startswith(MARK)
