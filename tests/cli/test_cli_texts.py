"""Texts as people have them, on the command line: files, classes, encodings, odd inputs."""

import csv
import json

import pytest

from tests.tasks.sentiment.conftest import tweets
from xlrnn import api

SMALL = {
    "units": 6,
    "embedding_dim": 5,
    "max_length": 8,
    "batch_size": 20,
    "epochs": 8,
    "learning_rate": 0.03,
}
STARS = "1 2=negative, 3=neutral, 4 5=positive"


def write(path, rows, encoding="utf-8"):
    with path.open("w", newline="", encoding=encoding) as file:
        csv.writer(file).writerows(rows)
    return path


def starred(count=150):
    """Return texts with one to five stars; those with three are about nothing good or bad."""
    texts, labels = tweets(count)
    rows = [
        (f"{'meh ' * 3}the film" if k % 3 == 2 else text, 3 if k % 3 == 2 else 1 + 3 * y + k % 2)
        for k, (text, y) in enumerate(zip(texts, labels.tolist(), strict=True))
    ]
    return [("review_id", "Review Text", "stars"), *((f"r{k}", *row) for k, row in enumerate(rows))]


@pytest.fixture(scope="module")
def stars(tmp_path_factory):
    folder = tmp_path_factory.mktemp("stars")
    data = write(folder / "reviews.csv", starred())
    run = api.train("sentiment", folder / "run", data=data, classes=tuple(STARS.split(", ")),
                    dropout=0.1, **SMALL)  # fmt: skip
    return run.folder, data


@pytest.fixture(scope="module")
def words(tmp_path_factory):
    folder = tmp_path_factory.mktemp("words")
    (folder / "text.txt").write_text("the cat sat on the mat.\nthe dog sat.\n" * 30)
    run = api.train("next-word", folder / "run", data=folder / "text.txt", units=6, epochs=2,
                    vocabulary_size=5)  # fmt: skip
    return run.folder


def test_stars_are_proposed_as_classes_and_what_was_taken_is_said(xlrnn, stars, tmp_path):
    ran = xlrnn("train", "sentiment", "--data", stars[1], "-o", tmp_path / "run")
    assert ran.code == 3
    assert f'--classes "{STARS}"' in ran.message
    ran = xlrnn("train", "sentiment", "--data", stars[1], "--classes", STARS, "--epochs", "1",
                "--units", "4", "--embedding-dim", "4", "--quiet",
                "-o", tmp_path / "run")  # fmt: skip
    assert ran.code == 0
    assert "texts are in column 'Review Text', labels in 'stars'" in ran.out


def test_three_classes_up_to_the_confusion_and_the_sheet(xlrnn, stars, tmp_path):
    shown = xlrnn("evaluate", stars[0]).out
    assert "true, below: called →  negative  neutral  positive" in shown
    assert float(shown.partition("accuracy ")[2][:6]) > 0.8
    ran = xlrnn("predict", stars[0], "the film was so awful", "meh meh meh the film")
    assert [line.split("→ ")[1].split()[0] for line in ran.out.splitlines() if "→" in line] == [
        "negative", "neutral",
    ]  # fmt: skip
    book = tmp_path / "stars.xlsx"
    ran = xlrnn("export", stars[0], "-o", book, "--input", "the film was so awful", "--verify")
    assert ran.code == 0, ran.err
    assert {"negative", "neutral", "positive"} <= _texts_in(book)


def _texts_in(book):
    from openpyxl import load_workbook

    sheets = load_workbook(book, read_only=True).worksheets
    return {cell for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row}


def test_a_whole_file(xlrnn, stars, tmp_path):
    data = write(
        tmp_path / "test.csv", [("review_id", "Review Text"), ("a1", "so awful"), ("a2", "")]
    )
    out = tmp_path / "submission.csv"
    ran = xlrnn("predict", stars[0], "--data", data, "-o", out)
    assert ran.code == 0
    assert "1 text holds no known word: what is said of it says nothing" in ran.out
    assert f"wrote {out}: 'review_id' and 'stars' of 2 texts" in ran.out
    rows = out.read_text().splitlines()
    assert rows[0] == "review_id,stars"
    assert rows[1] in ("a1,1", "a1,2")
    ran = xlrnn("predict", stars[0], "--data", data, "-o", out)
    assert (ran.code, "--force" in ran.message) == (2, True)


@pytest.mark.parametrize(
    "arguments, message",
    [
        ([], "expected texts, or a file of them"),
        (["a text", "--data", "a.csv"], "and not both"),
        (["--data", "a.csv"], "expected -o CSV"),
        (["a text", "-o", "a.csv"], "-o is for a whole file"),
    ],
)
def test_calls_of_predict_that_make_no_sense(xlrnn, stars, arguments, message):
    ran = xlrnn("predict", stars[0], *arguments)
    assert (ran.code, message in ran.message) == (2, True), ran.message


def test_an_empty_text_does_not_end_the_others(xlrnn, stars, words):
    ran = xlrnn("predict", stars[0], "so great", "", "so awful")
    assert ran.code == 0
    assert [line.split(" →")[0] for line in ran.out.splitlines() if "→" in line] == [
        "so great", "", "so awful",
    ]  # fmt: skip
    assert "no word of it is known" in ran.out
    for more in ([], ["--generate", "2"]):
        ran = xlrnn("predict", words, "the cat", " ", "the mat", *more)
        assert ran.code == 2
        assert ran.out.splitlines()[0].startswith("the cat")
        assert any(line.startswith("the mat") for line in ran.out.splitlines())
        assert "' ': the text is empty: expected at least one word" in ran.err


def test_unknown_words_are_said(xlrnn, words, tmp_path):
    ran = xlrnn("predict", words, "the zebra sat on", "the cat")
    assert ran.out.splitlines()[1] == "  not known and taken for <unknown>: zebra"
    assert "not known" not in "".join(ran.out.splitlines()[2:])
    ran = xlrnn("predict", words, "the zebra", "--generate", "1")
    assert "not known and taken for <unknown>: zebra" in ran.err
    assert "unknown 0." in xlrnn("evaluate", words).out
    text = tmp_path / "text.txt"
    text.write_text("the cat sat on the mat. " * 20)
    ran = xlrnn("train", "next-word", "--data", text, "--vocabulary-size", "3", "--epochs", "1",
                "--units", "4", "--quiet", "-o", tmp_path / "run")  # fmt: skip
    assert "3 words are known, 3 rarer ones (42.9% of the text) are taken for <unknown>" in ran.out


def test_line_breaks_are_printed_as_they_are(xlrnn, tmp_path):
    text = tmp_path / "text.txt"
    text.write_text("ab\n" * 200)
    api.train(
        "next-char",
        tmp_path / "run",
        data=text,
        units=8,
        max_length=9,
        epochs=30,
        learning_rate=0.05,
    )
    ran = xlrnn("predict", tmp_path / "run", "ab", "--generate", "5", "--temperature", "0")
    assert ran.out == "ab\nab\na\n"


@pytest.mark.parametrize("temperature", ["1e-310", "5e-324", "1e308"])
def test_any_temperature(xlrnn, words, temperature):
    ran = xlrnn("predict", words, "the", "--generate", "3", "--temperature", temperature)
    assert ran.code == 0, ran.err


def test_evaluate_has_the_options_that_it_advises(xlrnn, stars, tmp_path):
    rows = [(text, "bad" if y == "1" else "good") for _, text, y in
            (map(str, row) for row in starred(60)[1:]) if y in "15"]  # fmt: skip
    data = write(tmp_path / "other.csv", [("what", "how"), *rows], encoding="utf-16")
    ran = xlrnn("evaluate", stars[0], "--data", data)
    assert (ran.code, "--text, --label" in ran.message) == (3, True)
    ran = xlrnn("evaluate", stars[0], "--data", data, "--text", "what", "--label", "how",
                "--classes", "bad=negative, good=positive")  # fmt: skip
    assert ran.code == 0, ran.err
    assert f"{len(rows)} texts of {data} (all)" in ran.out
    ran = xlrnn("evaluate", stars[0], "--data", data, "--text", "what", "--label", "how",
                "--classes", "bad,good")  # fmt: skip
    assert ran.code == 3
    assert '--classes "good=negative, …"' in ran.message
    ran = xlrnn("evaluate", stars[0], "--label", "how")
    assert (ran.code, "there is none (--data)" in ran.message) == (2, True)


def test_a_file_that_calls_the_classes_by_their_names_can_be_judged_by(xlrnn, stars, tmp_path):
    rows = [("the film was good", "Positive"), ("it was bad", "negative"), ("so so", "2")]
    data = write(tmp_path / "named.csv", [("text", "label"), *rows])
    ran = xlrnn("evaluate", stars[0], "--data", data)
    assert ran.code == 0, ran.err
    assert f"3 texts of {data} (all)" in ran.out


def test_labels_that_are_no_classes_are_said_with_what_to_do(xlrnn, stars, tmp_path):
    rows = [("the film was good", "yes"), ("it was bad", "no"), ("it was worse", "no")]
    data = write(tmp_path / "other.csv", [("text", "label"), *rows])
    ran = xlrnn("evaluate", stars[0], "--data", data)
    assert ran.code == 3
    assert '--classes says which labels are which class, for instance "good=' in ran.message


def test_evaluate_says_what_it_skips(xlrnn, stars, tmp_path):
    rows = [("it was good", "5"), ("it was bad", "1"), ("", "1"), ("so so", "x")]
    data = tmp_path / "odd.csv"
    content = "\n".join(",".join(row) for row in [("text", "label"), *rows])
    data.write_bytes(content.replace("so so", "café crème, naïve").encode("cp1252"))
    ran = xlrnn("evaluate", stars[0], "--data", data)
    assert "skipped 2 rows" in ran.out.splitlines()[1]
    assert "read as cp1252" in ran.out
    found = json.loads(xlrnn("evaluate", stars[0], "--data", data, "--format", "json").out)
    assert found["notes"] == [ran.out.splitlines()[1]]
    assert json.loads(xlrnn("evaluate", stars[0], "--format", "json").out)["notes"] == []


@pytest.mark.parametrize("classes", ["", "a", "1=a, 1=b", "=a, 2=b"])
def test_classes_that_are_none(xlrnn, stars, tmp_path, classes):
    ran = xlrnn(
        "train", "sentiment", "--data", stars[1], "--classes", classes, "-o", tmp_path / "r"
    )
    assert (ran.code, "classes" in ran.message) == (2, True)


def test_a_vocabulary_of_one(xlrnn, stars, tmp_path):
    ran = xlrnn(
        "train", "sentiment", "--data", stars[1], "--vocabulary-size", "1", "-o", tmp_path / "r"
    )
    assert ran.code == 2
    assert "vocabulary_size is 1: expected at least 2" in ran.message


CHINESE = [(f"这个酒店{'很好' if k % 2 else '太差'}，{'服务' if k % 3 else '房间'}都看了", k % 2)
           for k in range(120)]  # fmt: skip


def test_languages_without_spaces_are_read_by_characters(xlrnn, tmp_path):
    data = write(tmp_path / "hotel.csv", [("review", "label"), *CHINESE], encoding="gbk")
    call = ["train", "sentiment", "--data", data, "--quiet", "--units", "6", "--embedding-dim", "6",
            "--epochs", "20", "--dropout", "0.2", "--batch-size", "10",
            "--learning-rate", "0.02"]  # fmt: skip
    ran = xlrnn(*call, "-o", tmp_path / "a")
    assert "was read as gb18030" in ran.out
    assert "a script that writes no spaces" in ran.out
    ran = xlrnn(*call, "--words", "characters", "-o", tmp_path / "b")
    assert "no spaces" not in ran.out
    assert "accuracy 1.0000" in ran.out
    ran = xlrnn("predict", tmp_path / "b", "房间很好")
    assert ran.out.splitlines()[0].startswith("房间很好 → positive")
    assert [line.split()[0] for line in ran.out.splitlines()[1:]] == list("房间很好")
    assert xlrnn(*call, "--words", "letters", "-o", tmp_path / "c").code == 2


def test_line_breaks_of_html_are_no_words(xlrnn, tmp_path):
    texts, labels = tweets(60)
    rows = [(f"{text}<br /><br />the end", y) for text, y in zip(texts, labels, strict=True)]
    data = write(tmp_path / "a.csv", [("text", "label"), *rows])
    call = ["train", "sentiment", "--data", data, "--quiet", "--units", "4", "--embedding-dim", "4",
            "--epochs", "1"]  # fmt: skip
    ran = xlrnn(*call, "-o", tmp_path / "a")
    assert "60 texts hold line breaks of HTML (<br />), which make words" in ran.out
    ran = xlrnn(*call, "--clean", "builtin", "-o", tmp_path / "b")
    assert "line breaks" not in ran.out
    from xlrnn.tasks.run import read_run

    assert "br" not in read_run(tmp_path / "b").known.words


def test_a_text_in_another_encoding_is_read_if_it_is_named(xlrnn, tmp_path):
    (tmp_path / "a.txt").write_bytes("привет и пока ".encode("cp1251") * 20)
    call = ["train", "next-char", "--data", tmp_path / "a.txt", "--epochs", "1", "--units", "4",
            "--quiet", "-o", tmp_path / "run"]  # fmt: skip
    ran = xlrnn(*call)
    assert (ran.code, "--encoding" in ran.message) == (3, True)
    assert xlrnn(*call, "--encoding", "none").code == 2
    assert xlrnn(*call, "--encoding", "cp1251").code == 0
    assert "п" in xlrnn("predict", tmp_path / "run", "при", "--top", "20").out
