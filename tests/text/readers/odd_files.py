"""Files whose quotes are odd or wrong, and the rows that whoever wrote them meant.

`python -m tests.text.readers.odd_files` prints what xlrnn, pandas, Python's `csv` and, where it is
installed, LibreOffice make of them, as the table in docs/sentiment-data.md.
"""

import csv
import io
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from xlrnn.errors import XlrnnError
from xlrnn.text.readers import read_labelled

Rows = list[tuple[str, str]]


@dataclass(frozen=True)
class Odd:
    """An odd file.

    Args:
        name: what is odd about it; the ending says what divides fields.
        content: the file, whose columns are text and label.
        rows: what was meant: texts and labels, pos or neg.
        said: what xlrnn has to say of it.
    """

    name: str
    content: str
    rows: Rows
    said: str = "no row skipped"

    @property
    def suffix(self) -> str:
        return ".tsv" if "\t" in self.content.splitlines()[0] else ".csv"


def _many(odd: dict[int, str], count: int = 30) -> tuple[str, Rows]:
    """Return rows of which some texts are odd."""
    rows = [(odd.get(k, f"text {k}"), ("pos", "neg")[k % 2]) for k in range(count)]
    return "text\tlabel\n" + "".join(f"{text}\t{label}\n" for text, label in rows), rows


def _honest(count: int, line_end: str = "\n") -> tuple[str, Rows]:
    """Return rows whose texts have line breaks, commas and quotes, written as they should be."""
    rows = [
        (f'Line one of {k}, good\nand "line" two, {("a pos", "neg")[k % 2]} one\n\nthe end',
         ("pos", "neg")[k // 2 % 2]) for k in range(count)
    ]  # fmt: skip
    out = io.StringIO()
    csv.writer(out, lineterminator=line_end).writerows([("text", "label"), *rows])
    return out.getvalue(), rows


def odd_files() -> Iterator[Odd]:
    """Yield all of them."""
    yield Odd(
        "a quote opens a text, one ends a later text (tsv)",
        'text\tlabel\nstart\tpos\n"Hello there\tpos\nok then\tneg\nfine\tpos\nthat was it"\tneg\n'
        "last\tpos\n",
        [("start", "pos"), ('"Hello there', "pos"), ("ok then", "neg"), ("fine", "pos"),
         ('that was it"', "neg"), ("last", "pos")],
        "1 quote would have made one text of 4 lines that look like rows",
    )  # fmt: skip
    yield Odd(
        "the same, csv",
        'text,label\nstart,pos\n"Hello there,pos\nok then,neg\nfine,pos\nthat was it",neg\n'
        "last,pos\n",
        [("start", "pos"), ('"Hello there', "pos"), ("ok then", "neg"), ("fine", "pos"),
         ('that was it"', "neg"), ("last", "pos")],
        "1 quote would have made one text of 4 lines that look like rows",
    )  # fmt: skip
    yield Odd(
        "the same, the label first",
        'label,text\npos,start\npos,"Hello there\nneg,ok then\npos,fine\nneg,that was it"\n',
        [("start", "pos"), ('"Hello there', "pos"), ("ok then", "neg"), ("fine", "pos"),
         ('that was it"', "neg")],
        "1 quote would have made one text of 4 lines that look like rows",
    )  # fmt: skip
    yield Odd("the first row opens, the last one closes", *_many({0: '"so', 29: 'end"'}),
              "1 quote would have made one text of 30 lines")  # fmt: skip
    yield Odd("three pairs of such quotes", *_many({3: '"a', 8: 'b"', 12: '"c', 13: 'd"',
                                                    20: '"e', 28: 'f"'}),
              "3 quotes would have made one text of 17 lines")  # fmt: skip
    yield Odd("a quote that is never closed", *_many({7: '"Hello'}),
              "took 1 row with wrong quotes as it stands (first in line 9)")  # fmt: skip
    yield Odd("two quotes that open", *_many({7: '"Hello', 19: '"Again'}),
              "took 2 rows with wrong quotes as they stand (first in line 9)")  # fmt: skip
    yield Odd("a quoted word begins a text", *_many({7: '"Hello" she said', 9: '"No," he said'}),
              "took 2 rows with wrong quotes as they stand")  # fmt: skip
    yield Odd("quotes within texts", *_many({7: 'a 5" screen', 9: 'so "good"', 11: '12"x3"'}))
    yield Odd("texts with line breaks, quoted as they should be", *_honest(12))
    yield Odd("the same, lines ending in CR LF", *_honest(12, "\r\n"))
    yield Odd("one text with line breaks, the only row of its label",
              "text,label\n" + "fine,pos\n" * 9 + '"one, two\nthree, four",neg\n',
              [("fine", "pos")] * 9 + [("one, two\nthree, four", "neg")])  # fmt: skip
    yield Odd(
        "a text with line breaks between two stray quotes",
        'text\tlabel\nstart\tpos\n"Hello\tpos\nok\tneg\n"line one\nline two"\tpos\nfine\tneg\n'
        'end"\tneg\nlast\tpos\n',
        [("start", "pos"), ('"Hello', "pos"), ("ok", "neg"), ("line one\nline two", "pos"),
         ("fine", "neg"), ('end"', "neg"), ("last", "pos")],
        "took 1 row with wrong quotes as it stands",
    )  # fmt: skip
    yield Odd(
        "quotes within a quoted text, not doubled",
        'text,label\n"He said "hi", then left",pos\n"so "bad"",neg\n"plain",pos\n',
        [('He said "hi", then left', "pos"), ('so "bad"', "neg"), ("plain", "pos")],
        "took 2 rows with wrong quotes as they stand",
    )
    lines = 'so,\nhe said "hi", and left\n\nthe "end"'
    yield Odd(
        "the same over several lines",
        f'text,label\n"{lines}",pos\nfine,neg\n"{lines}",neg\n"last",pos\n',
        [(lines, "pos"), ("fine", "neg"), (lines, "neg"), ("last", "pos")],
        "took 2 rows with wrong quotes as they stand",
    )
    yield Odd(
        "the same, the label first",
        f'label,text\npos,"{lines}"\nneg,fine\nneg,"{lines}"\npos,"last"\n',
        [(lines, "pos"), ("fine", "neg"), (lines, "neg"), ("last", "pos")],
        "took 2 rows with wrong quotes as they stand",
    )
    yield Odd(
        "quotes with a backslash before them",
        'text,label\n"He said \\"hi, all\\" and left",pos\n"bad \\"one\\"",neg\n"plain",pos\n',
        [('He said "hi, all" and left', "pos"), ('bad "one"', "neg"), ("plain", "pos")],
        "took 2 rows with wrong quotes as they stand",
    )
    yield Odd(
        "a quote too few in a file that quotes everything",
        '"text","label"\n"one","pos"\n"two, and more,"neg"\n"three","pos"\n"four","neg"\n',
        [("one", "pos"), ('"two, and more', "neg"), ("three", "pos"), ("four", "neg")],
        "took 1 row with wrong quotes as it stands",
    )
    yield Odd(
        "a text of 200,000 letters",
        f'text,label\n"{"so, " * 50_000}",pos\nbad,neg\n',
        [("so, " * 50_000, "pos"), ("bad", "neg")],
    )


def by_xlrnn(odd: Odd, path: Path) -> Rows:
    """Read as xlrnn does."""
    found = read_labelled(path)
    return [
        (text, ("neg", "pos")[label])
        for text, label in zip(found.texts, found.labels.tolist(), strict=True)
    ]


def by_csv(odd: Odd, path: Path) -> Rows:
    """Read as Python's csv module does."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t" if odd.suffix == ".tsv" else ","))
    return _pairs(odd, rows[1:])


def by_pandas(odd: Odd, path: Path) -> Rows:
    """Read as pandas does."""
    import pandas

    found = pandas.read_csv(path, sep="\t" if odd.suffix == ".tsv" else ",", dtype=str)
    return _pairs(odd, found.fillna("").to_numpy().tolist())


def by_libreoffice(odd: Odd, path: Path) -> Rows:
    """Read as LibreOffice does, by way of its own format."""
    from xlrnn.text.readers.entries import entries_of
    from xlrnn.text.readers.spreadsheet import read_sheet

    comma = 9 if odd.suffix == ".tsv" else 44
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile",
             f"--infilter=CSV:{comma},34,76,1,,0,false,true,false", "--convert-to", "ods",
             "--outdir", folder, str(path)],
            check=True, capture_output=True, timeout=300,
        )  # fmt: skip
        (entry,) = entries_of(Path(folder, path.with_suffix(".ods").name))
        blocks = list(read_sheet(entry).blocks(None))  # type: ignore[arg-type]
    return _pairs(odd, [row for _, rows in blocks for row in rows][1:])


def _pairs(odd: Odd, rows: list[list[str]]) -> Rows:
    turn = odd.content.startswith("label")
    wide = [row for row in rows if len(row) == 2]
    return [(row[1], row[0]) if turn else (row[0], row[1]) for row in wide]


READERS: dict[str, Callable[[Odd, Path], Rows]] = {
    "xlrnn": by_xlrnn,
    "pandas": by_pandas,
    "csv": by_csv,
    "LibreOffice": by_libreoffice,
}


def right(odd: Odd, reader: str, folder: Path) -> str:
    """Return how many of the rows that were meant a reader finds, or why it finds none."""
    path = folder / f"odd{odd.suffix}"
    path.write_bytes(odd.content.encode())
    try:
        found = READERS[reader](odd, path)
    except (XlrnnError, ValueError, csv.Error) as error:
        return f"refused ({type(error).__name__})"
    plain = [(text.replace("\r\n", "\n"), label) for text, label in found]
    count = sum((text.replace("\r\n", "\n"), label) in plain for text, label in odd.rows)
    return f"{count} of {len(odd.rows)}"


def table(readers: tuple[str, ...] = tuple(READERS)) -> str:
    """Return a row for each file: how many rows each reader finds as they were meant."""
    lines = [f"| what is odd | {' | '.join(readers)} |", "| --- |" + " ---: |" * len(readers)]
    with tempfile.TemporaryDirectory() as folder:
        for odd in odd_files():
            cells = [right(odd, reader, Path(folder)) for reader in readers]
            lines.append(f"| {odd.name} | {' | '.join(cells)} |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(table())
