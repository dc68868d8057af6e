"""The applications as workbooks: sentiment, captions, translation, each with two inputs."""

from collections.abc import Mapping
from typing import Final

from xlrnn.reproduce.evidence import Evidence, Setting
from xlrnn.reproduce.sheets.book import book_of
from xlrnn.reproduce.sheets.relation import OTHER, Relation, Values, apart, evidence

END: Final = "<end>"


def applications(setting: Setting) -> Mapping[str, Evidence]:
    """Return what the cells say of the sizes of inputs and outputs."""
    sentiment = book_of(setting, "sentiment")
    short = book_of(setting, "sentiment", "sentiment-short", {"sentence": "I am happy"})
    caption = book_of(setting, "captioning")
    other = book_of(setting, "captioning", "captioning-other", {"picture": "H"})
    translation = book_of(setting, "translation")
    shorter = book_of(setting, "translation", "translation-short", {"sentence": "we see a house"})
    return {
        **evidence(_ANSWERS, sentiment, short),
        **evidence(_CAPTIONS, caption, other),
        **evidence(_SENTENCES, translation, shorter),
        **evidence(_OUTPUTS, book_of(setting, "hello-forward"), sentiment),
    }


def _words(v: Values, block: str) -> int:
    return len(str(v[block][0, 0]).split())


def _came_out(v: Values, block: str) -> int:
    """Return how many words were written until the end."""
    return [str(word) for word in v[block][0]].index(END)


def _one_answer(v: Values) -> float:
    shapes = {v[f"{which}dense_p"].shape for which in ("", OTHER)}
    if _words(v, "sentence") == _words(v, f"{OTHER}sentence") or len(shapes) != 1:
        return float("inf")
    return max(apart(v[f"{which}dense_p"].sum(), 1) for which in ("", OTHER))


def _captions_differ(v: Values) -> bool:
    same_size = v["pixel"].shape == v[f"{OTHER}pixel"].shape
    lengths = {_came_out(v, f"{which}choice_came_out") for which in ("", OTHER)}
    return same_size and len(lengths) == 2


def _both_vary(v: Values) -> bool:
    read = {_words(v, f"{which}sentence") for which in ("", OTHER)}
    written = {_came_out(v, f"{which}answer_came_out") for which in ("", OTHER)}
    return len(read) == len(written) == 2


def _outputs(v: Values) -> bool:
    at_each = v["p"].shape[1] == v["h"].shape[1]
    at_the_end = v[f"{OTHER}dense_p"].shape[1] == 1 < v[f"{OTHER}gru_h"].shape[1]
    return bool(at_each and at_the_end)


_ANSWERS: Final = {
    "answer-of-fixed-size": Relation(
        _one_answer,
        "A text of {long} words and one of {short} get an answer of the same size: two "
        "probabilities, 1 together.",
        ("dense_p", 0, 0),
        lambda v: {"long": _words(v, "sentence"), "short": _words(v, f"{OTHER}sentence")},
    ),
}  # fmt: skip
_CAPTIONS: Final = {
    "picture-of-fixed-size": Relation(
        _captions_differ,
        "Two pictures of 12 × 12 points get sentences of {one} and {other} words.",
        ("caption", 0, 0),
        lambda v: {
            "one": _came_out(v, "choice_came_out"),
            "other": _came_out(v, f"{OTHER}choice_came_out"),
        },
    ),
}
_SENTENCES: Final = {
    "both-lengths-vary": Relation(
        _both_vary,
        "The same sheet reads {read} words and writes {written}, reads {other_read} and writes "
        "{other_written}.",
        ("written", 0, 0),
        lambda v: {
            "read": _words(v, "sentence"),
            "written": _came_out(v, "answer_came_out"),
            "other_read": _words(v, f"{OTHER}sentence"),
            "other_written": _came_out(v, f"{OTHER}answer_came_out"),
        },
    ),
}
_OUTPUTS: Final = {
    "outputs-at-some-steps": Relation(
        _outputs,
        "The sheet of “hello” has an output at each of {letters} steps, that of tweets a single "
        "one after {words}.",
        ("p", 0, 0),
        lambda v: {"letters": v["p"].shape[1], "words": v[f"{OTHER}gru_h"].shape[1]},
    ),
}
