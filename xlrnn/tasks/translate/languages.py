"""What is known of two languages before a training."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from xlrnn.tasks.language import Language


@dataclass(frozen=True)
class Languages:
    """What is known of both languages.

    Args:
        source: that of the sentences.
        target: that of their translations.
        longest: how many tokens the longest sentence has that is learned from.
        notes: what a person should know of the data.
    """

    source: Language
    target: Language
    longest: int
    notes: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON can hold it."""
        return {
            "source": list(self.source.tokens),
            "target": list(self.target.tokens),
            "longest": self.longest,
            "notes": list(self.notes),
        }

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> "Languages":
        """Return what `to_json` wrote."""
        source, target = (Language(tuple(map(str, content[side]))) for side in ("source", "target"))
        return cls(source, target, int(content["longest"]), tuple(map(str, content["notes"])))
