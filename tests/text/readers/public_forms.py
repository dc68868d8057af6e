"""Small imitations of the forms in which labelled texts are public, and how each is read.

`python -m tests.text.readers.public_forms` prints the table in docs/sentiment-data.md.
"""

# What makes a row takes text, label and number, and some need not all.
# ruff: noqa: ARG005

import bz2
import gzip
import io
import json
import lzma
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from xlrnn.errors import XlrnnError
from xlrnn.text.readers import read_labelled

GOOD, BAD = "so good, really", 'he said "no" and left'
PAIRS = [(GOOD, 1), (BAD, 0), ("fine film", 1), ("dull", 0)] * 3


@dataclass(frozen=True)
class PublicForm:
    """A form in which texts are public.

    Args:
        name: what has this form.
        file: what the file is called.
        content: its bytes.
        options: what has to be said, as for `read_labelled`.
        typed: the same as options of the command line.
        classes: how many classes come out, 0 if it is refused.
    """

    name: str
    file: str
    content: bytes
    options: dict[str, Any] = field(default_factory=dict)
    typed: str = ""
    classes: int = 2


def _csv(head: str, row: Callable[[str, int, int], list[object]], delimiter: str = ",") -> bytes:
    """Return a table in which every field is quoted that has to be."""
    import csv

    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    if head:
        writer.writerow(head.split(","))
    for k, (text, label) in enumerate(PAIRS):
        writer.writerow(row(text, label, k))
    return out.getvalue().encode()


def _plain(head: str, labels: tuple[object, ...] = (0, 1), delimiter: str = ",") -> bytes:
    """Return a table of texts and labels; the head says which comes first."""
    return _csv(
        head,
        lambda text, y, k: [text, labels[k % len(labels) if len(labels) > 2 else y]],
        delimiter,
    )


def _xlsx(sheets: dict[str, list[list[object]]]) -> bytes:
    from openpyxl import Workbook

    book, out = Workbook(), io.BytesIO()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(out)
    return out.getvalue()


def ods(rows: list[list[object]], name: str = "Sheet1", declared: str = "") -> bytes:
    """Return an .ods of one sheet, with the million empty rows that programs write."""
    spaces = "".join(
        f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
        for short in ("office", "table", "text")
    )
    body = "".join(
        f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows
    )
    empty = (
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row>'
    )
    content = (
        f'<?xml version="1.0"?>{declared}<office:document-content{spaces}>'
        "<office:body><office:spreadsheet>"
        f'<table:table table:name="{name}">{body}{empty}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    return out.getvalue()


def _ods_cell(value: object) -> str:
    if isinstance(value, int):
        return (
            f'<table:table-cell office:value-type="float" office:value="{value}">'
            f"<text:p>{value},0</text:p></table:table-cell>"
        )
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in str(value).split("\n"))
    return f'<table:table-cell office:value-type="string">{lines}</table:table-cell>'


def _zip(files: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def _tar(files: dict[str, str]) -> bytes:
    import tarfile

    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content.encode()))
    return out.getvalue()


def _objects(text: str, label: str, labels: tuple[object, ...] = (0, 1)) -> list[dict[str, object]]:
    return [{"id": k, text: said, label: labels[y]} for k, (said, y) in enumerate(PAIRS)]


def _json_lines(text: str, label: str, labels: tuple[object, ...] = (0, 1)) -> bytes:
    return "\n".join(map(json.dumps, _objects(text, label, labels))).encode()


def _parquet() -> bytes:
    import pyarrow
    from pyarrow import parquet

    out = io.BytesIO()
    texts, labels = zip(*PAIRS, strict=True)
    parquet.write_table(pyarrow.table({"text": texts, "label": labels}), out)
    return out.getvalue()


S140 = _csv("", lambda text, y, k: [4 * y, 1467810369 + k, "Mon Apr 06", "NO_QUERY", "ann", text])
TABLE = [["text", "label"], *([text, label] for text, label in PAIRS)]
RUSSIAN = "text,label\n" + "очень хороший фильм,1\nплохо и скучно,0\n" * 5
CHINESE = "label,review\n" + "1,房间很好，服务也不错\n0,太差了，不推荐\n" * 5
CZECH = "text,label\n" + "příliš žluťoučký kůň,1\núpěl ďábelské ódy,0\n" * 4
STARS = ("1 2=negative", "4 5=positive")
THREE = ("1 2=negative", "3=neutral", "4 5=positive")
TYPED_STARS = '--classes "1 2=negative, 4 5=positive"'
TYPED_THREE = '--classes "1 2=negative, 3=neutral, 4 5=positive"'
LFS = b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a2146\nsize 84125825\n"


def _tables() -> Iterator[PublicForm]:
    yield PublicForm("Sentiment140", "training.csv", S140)
    yield PublicForm(
        "IMDB reviews: review, sentiment",
        "IMDB Dataset.csv",
        _plain("review,sentiment", ("negative", "positive")),
    )
    yield PublicForm(
        "airline tweets: text, airline_sentiment",
        "Tweets.csv",
        _csv(
            "tweet_id,airline_sentiment,airline,text",
            lambda text, y, k: [
                k,
                ("negative", "positive", "neutral")[y if k > 2 else 2],
                "x",
                text,
            ],
        ),
    )
    yield PublicForm(
        "the same with neutral ones",
        "Tweets.csv",
        _plain("text,airline_sentiment", ("negative", "neutral", "positive")),
        {"classes": ["negative", "neutral", "positive"]},
        "--classes negative,neutral,positive",
        3,
    )
    yield PublicForm(
        "restaurant reviews: Review, Liked (tsv)",
        "Restaurant_Reviews.tsv",
        _plain("Review,Liked", delimiter="\t"),
    )
    yield PublicForm(
        "Alexa reviews: verified_reviews, feedback (and rating)",
        "amazon_alexa.tsv",
        _csv(
            "rating,date,variation,verified_reviews,feedback",
            lambda text, y, k: [1 + 4 * y, "31-Jul-18", "Charcoal", text, y],
            "\t",
        ),
    )
    yield PublicForm(
        "Corona tweets: OriginalTweet, five words",
        "Corona_NLP.csv",
        _plain(
            "OriginalTweet,Sentiment",
            ("Extremely Negative", "Negative", "Neutral", "Positive", "Extremely Positive"),
        ),
        {
            "classes": [
                "'extremely negative' negative=negative",
                "neutral=neutral",
                "'extremely positive' positive=positive",
            ]
        },
        "--classes \"'extremely negative' negative=negative, neutral=neutral, "
        "'extremely positive' positive=positive\"",
        3,
    )
    yield PublicForm(
        "Rotten Tomatoes' phrases, 0 to 4: Phrase",
        "train.tsv",
        _csv("PhraseId,SentenceId,Phrase,Sentiment", lambda text, y, k: [k, k, text, k % 5], "\t"),
        {"classes": ["0 1=negative", "3 4=positive"]},
        '--classes "0 1=negative, 3 4=positive"',
    )
    yield PublicForm(
        "SST-2: sentence, label", "train.tsv", _plain("sentence,label", delimiter="\t")
    )
    yield PublicForm(
        "ChnSentiCorp: label, text_a",
        "train.tsv",
        _csv("label,text_a", lambda text, y, k: [y, text], "\t"),
    )
    yield PublicForm(
        "Reddit and Twitter: clean_text, category −1, 0, 1",
        "Twitter_Data.csv",
        _plain("clean_text,category", (-1, 0, 1)),
    )
    yield PublicForm(
        "Yelp: stars and text",
        "yelp.csv",
        _csv(
            "business_id,date,review_id,stars,text,type",
            lambda text, y, k: ["b", "d", f"r{k}", k % 5 + 1, text, "review"],
        ),
        {"classes": STARS},
        TYPED_STARS,
    )
    yield PublicForm(
        "women's clothing: Review Text, Rating",
        "Womens.csv",
        _csv(",Age,Title,Review Text,Rating", lambda text, y, k: [k, 30, "t", text, k % 5 + 1]),
        {"classes": THREE},
        TYPED_THREE,
        3,
    )
    yield PublicForm(
        "spam: v1, v2 (cp1252)",
        "spam.csv",
        _csv("v1,v2,,,", lambda text, y, k: [("ham", "spam")[y], text + " £é", "", "", ""])
        .decode()
        .encode("cp1252"),
        {"classes": ["ham", "spam"]},
        "--classes ham,spam",
    )
    yield PublicForm(
        "entities' tweets: no header, four columns",
        "twitter_training.csv",
        _csv("", lambda text, y, k: [2401 + k, "Borderlands", ("Negative", "Positive")[y], text]),
    )
    yield PublicForm(
        "emotions: text;label",
        "train.csv",
        _plain("text,label", ("anger", "joy"), ";"),
        {"classes": ["anger", "joy"]},
        "--classes anger,joy",
    )
    yield PublicForm(
        "columns of other names",
        "mine.csv",
        _plain("what,how"),
        {"text": "what", "label": "how"},
        "--text what --label how",
    )
    yield PublicForm(
        "a spreadsheet's csv: first line sep=;",
        "export.csv",
        b"sep=;\n" + _plain("text,label", delimiter=";"),
    )
    missing = _csv("text,label", lambda text, y, k: [text, "" if k % 4 > 1 else y])
    yield PublicForm("rows without a label", "partly.csv", missing)


def _others() -> Iterator[PublicForm]:
    yield PublicForm("Excel's .xlsx", "reviews.xlsx", _xlsx({"reviews": TABLE}))
    yield PublicForm(
        "another sheet of it",
        "book.xlsx",
        _xlsx({"notes": [["nothing", "here"]], "reviews": TABLE}),
        typed="--data book.xlsx/reviews",
    )
    yield PublicForm("LibreOffice's .ods", "reviews.ods", ods(TABLE))
    yield PublicForm(
        "Amazon's reviews: a JSON object a line, reviewText, overall",
        "reviews.json",
        _json_lines("reviewText", "overall", (1.0, 5.0)),
        {"classes": STARS},
        TYPED_STARS,
    )
    yield PublicForm("JSON lines: text, label", "train.jsonl", _json_lines("text", "label"))
    yield PublicForm("a JSON array", "train.json", json.dumps(_objects("text", "label")).encode())
    columns = {
        "text": {str(k): text for k, (text, _) in enumerate(PAIRS)},
        "label": {str(k): y for k, (_, y) in enumerate(PAIRS)},
    }
    yield PublicForm("pandas' JSON, by columns", "frame.json", json.dumps(columns).encode())
    yield PublicForm(
        "a JSON object that holds the rows",
        "data.json",
        json.dumps({"version": 1, "data": _objects("text", "label")}).encode(),
    )
    yield PublicForm(
        "fastText's lines",
        "train.ft.txt",
        "".join(f"__label__{y + 1} {text}\n" for text, y in PAIRS).encode(),
    )
    yield PublicForm("parquet", "train.parquet", _parquet())
    yield PublicForm(
        "pos/*.txt and neg/*.txt in a .zip",
        "reviews.zip",
        _zip({f"{('neg', 'pos')[y]}/{k}.txt": text for k, (text, y) in enumerate(PAIRS)}),
    )
    imdb = {f"aclImdb/train/{('neg', 'pos')[y]}/{k}.txt": text for k, (text, y) in enumerate(PAIRS)}
    imdb |= {"aclImdb/train/urls_pos.txt": "http://x.io\n", "aclImdb/train/urls_neg.txt": "h\n"}
    yield PublicForm("aclImdb_v1.tar.gz", "aclImdb_v1.tar.gz", _tar(imdb))
    both = imdb | {name.replace("train", "test"): "another" for name in imdb}
    yield PublicForm(
        "a folder in it",
        "aclImdb_v1.tar.gz",
        _tar(both),
        typed="--data aclImdb_v1.tar.gz/aclImdb/train",
    )
    lines = ["".join(f"{text}\n" for text, y in PAIRS if y == label) for label in (0, 1)]
    yield PublicForm(
        "rt-polarity.pos and .neg in a .zip",
        "rt-polarity.zip",
        _zip({"rt-polarity.neg": lines[0], "rt-polarity.pos": lines[1]}),
    )
    table = _plain("text,label")
    for name, pack in ((".gz", gzip.compress), (".bz2", bz2.compress), (".xz", lzma.compress)):
        yield PublicForm(f"a table as {name}", f"train.csv{name}", pack(table))
    yield PublicForm("UTF-16 with a mark", "unicode.csv", table.decode().encode("utf-16"))
    yield PublicForm("UTF-16 without one", "unicode.csv", table.decode().encode("utf-16-le"))
    yield PublicForm(
        "cp1251",
        "russian.csv",
        RUSSIAN.encode("cp1251"),
    )
    yield PublicForm("gbk", "hotel.csv", CHINESE.encode("gbk"))
    yield PublicForm(
        "an encoding that nothing tells",
        "old.csv",
        CZECH.encode("cp1250"),
        {"encoding": "cp1250"},
        "--encoding cp1250",
    )


def _refused() -> Iterator[PublicForm]:
    yield PublicForm("a pointer of Git LFS", "train.csv", LFS, classes=0)
    yield PublicForm(
        "the web page about a file",
        "train.csv",
        b"\n<!DOCTYPE html>\n<html><body>train.csv</body></html>",
        classes=0,
    )
    yield PublicForm(
        "Excel's old .xls", "old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), classes=0
    )
    yield PublicForm(
        "XML",
        "reviews.xml",
        b'<?xml version="1.0"?>\n<reviews><r p="1">so</r></reviews>',
        classes=0,
    )
    yield PublicForm(
        "texts without labels (but `predict --data` reads them)",
        "test.csv",
        _csv("id,text", lambda text, y, k: [k, text]),
        classes=0,
    )


def public_forms() -> list[PublicForm]:
    """Return all of them."""
    return [*_tables(), *_others(), *_refused()]


def read(form: PublicForm, folder: Path, **options: Any) -> Any:
    """Write the imitation into a folder and read it."""
    path = folder / form.file
    path.write_bytes(form.content)
    if form.typed.startswith("--data"):
        path = folder / form.typed.removeprefix("--data ")
    return read_labelled(path, **options)


def how(form: PublicForm, folder: Path) -> str:
    """Return how a form is read: by itself, with options, or not, and why."""
    if not form.options and not form.typed:
        try:
            read(form, folder)
        except XlrnnError as error:
            why = str(error).replace(str(folder / form.file), "").lstrip(": ")
            return "no: " + why.partition(";")[0].partition(":")[0].removeprefix("is ")
        return "yes"
    read(form, folder, **form.options)
    return f"with `{form.typed}`"


def table() -> str:
    """Return the table of the page."""
    lines = ["| form | read |", "| --- | --- |"]
    with tempfile.TemporaryDirectory() as folder:
        lines += [f"| {form.name} | {how(form, Path(folder))} |" for form in public_forms()]
    return "\n".join(lines)


if __name__ == "__main__":
    print(table())
