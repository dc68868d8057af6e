"""`cleaner`: a way to clean texts, by name."""

from collections.abc import Callable, Iterable, Iterator

from xlrnn.errors import UsageError

Cleaner = Callable[[Iterable[str]], Iterator[str]]
CLEANERS = ("none", "builtin", "spacy")


def cleaner(name: str) -> Cleaner:
    """Return what cleans texts.

    Args:
        name: `none`, `builtin`, `spacy` or `spacy:MODEL`.

    Raises:
        UsageError: if there is none of this name, or spaCy or its model is not installed.

    Example:
        >>> list(cleaner("none")(["As it is!"]))
        ['As it is!']
    """
    if name == "none":
        return iter
    if name == "builtin":
        from xlrnn.text.cleaning.builtin import clean

        return clean
    kind, _, model = name.partition(":")
    if kind == "spacy":
        from xlrnn.text.cleaning.with_spacy import MODEL, spacy_cleaner

        return spacy_cleaner(model or MODEL)
    raise UsageError(f"there is no cleaner {name!r}: expected one of {', '.join(CLEANERS)}")
