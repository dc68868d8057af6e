"""What a text is cut into, letters or words, and the numbers of the pieces.

Everything else about the two tasks is the same.
"""

import re
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import UsageError

UNKNOWN = "<unknown>"


class Tokens(ABC):
    """A way to cut a text into tokens and to put it together again."""

    one: str
    many: str

    @abstractmethod
    def split(self, text: str) -> list[str]:
        """Cut a text."""

    @abstractmethod
    def join(self, tokens: Sequence[str]) -> str:
        """Put a text together."""


class Letters(Tokens):
    """Every character is a token."""

    one, many = "letter", "letters"

    def split(self, text: str) -> list[str]:
        """Cut a text into its characters."""
        return list(text)

    def join(self, tokens: Sequence[str]) -> str:
        """Put characters together."""
        return "".join(tokens)


class Words(Tokens):
    """Words in lower case, and each punctuation mark."""

    one, many = "word", "words"
    _piece = re.compile(r"\w+(?:['’]\w+)*|[^\w\s]")
    _closing = re.compile(r" ([.,;:!?)\]}%”’…])")

    def split(self, text: str) -> list[str]:
        """Cut a text into words.

        Example:
            >>> Words().split("It's me, Ann!")
            ["it's", 'me', ',', 'ann', '!']
        """
        return self._piece.findall(text.lower())

    def join(self, tokens: Sequence[str]) -> str:
        """Put words together, with no space before a closing mark.

        Example:
            >>> Words().join(["it's", "me", ",", "ann", "!"])
            "it's me, ann!"
        """
        return self._closing.sub(r"\1", " ".join(tokens))


LETTERS, WORDS = Letters(), Words()
KINDS: Final[Mapping[str, Tokens]] = {"next-char": LETTERS, "next-word": WORDS}
"""What a token is, by the task."""


def joined(tokens: Sequence[str], kind: Tokens) -> str:
    """Return tokens as a text, with no spaces around hyphens.

    Example:
        >>> joined(["vingt", "-", "deux", "chats", "!"], WORDS)
        'vingt-deux chats!'
    """
    text = kind.join(tokens)
    return text if kind.one == "letter" else text.replace(" - ", "-")


@dataclass(frozen=True)
class Vocabulary:
    """The tokens that a model knows; a token's number is its place.

    Args:
        tokens: the most frequent first; the last is `<unknown>` if others are left out.
        notes: what a person should know of those that are left out.
        counts: how often each stands in what is learned from; needed to make the model and not
            kept.
    """

    tokens: tuple[str, ...]
    notes: tuple[str, ...] = ()
    counts: NDArray[Any] | None = field(default=None, compare=False, repr=False)

    @classmethod
    def of(cls, tokens: Sequence[str], most: int, kind: Tokens = LETTERS) -> "Vocabulary":
        """Return the most frequent tokens of a text.

        Example:
            >>> Vocabulary.of(list("hello"), most=10).tokens
            ('l', 'h', 'e', 'o')
        """
        counts = Counter(tokens)
        frequent = [token for token, _ in counts.most_common(most)]
        rarer = len(counts) - len(frequent)
        if not rarer:
            return cls(tuple(frequent))
        share = 1 - sum(map(counts.__getitem__, frequent)) / len(tokens)
        note = (
            f"{len(frequent):,} {kind.many} are known, {rarer:,} rarer ones ({share:.1%} of the "
            f"text) are taken for {UNKNOWN}"
        )
        return cls((*frequent, UNKNOWN), (note,))

    def counted(self, learned: Sequence[str], kind: Tokens) -> "Vocabulary":
        """Return the same with the counts of what is learned from."""
        counts = np.bincount(self.numbers(learned, kind), minlength=len(self))
        return replace(self, counts=counts)

    def __len__(self) -> int:
        return len(self.tokens)

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON can hold it."""
        return {"tokens": list(self.tokens), "notes": list(self.notes)}

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> "Vocabulary":
        """Return what `to_json` wrote; runs of before have no notes."""
        return cls(tuple(map(str, content["tokens"])), tuple(map(str, content.get("notes", ()))))

    def numbers(self, tokens: Sequence[str], kind: Tokens) -> NDArray[Any]:
        """Return the number of each token.

        Raises:
            UsageError: if one is unknown, and the model knows nothing of unknown tokens.
        """
        places = {token: k for k, token in enumerate(self.tokens)}
        unknown = places.get(UNKNOWN)
        found = [places.get(token, unknown) for token in tokens]
        if None in found:
            token = tokens[found.index(None)]
            known = " ".join(repr(known)[1:-1] for known in self.tokens[:40])
            more = " …" if len(self) > 40 else ""
            raise UsageError(
                f"the {kind.one} {token!r} does not occur in what the model was trained on; it "
                f"knows {len(self)} {kind.many}: {known}{more}"
            )
        return np.array(found, dtype=np.int32)
