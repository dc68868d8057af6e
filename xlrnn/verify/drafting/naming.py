"""What a map calls the layers that were found."""

import re
from collections import Counter
from typing import Final

from xlrnn.verify.drafting.labels import Labels
from xlrnn.verify.drafting.layer import Found
from xlrnn.verify.subject.network import words

_TELLING: Final = re.compile(
    r"(?i)\b(layer|encoder|decoder|hidden|output|input|lstm|gru|rnn|dense|head|embedding)\b"
)
_RESERVED: Final = {*words.GATE_NAMES, *words.ALIASES, *words.GATE_NAMES.values(), "loss"}


def name_layers(layers: list[Found], labels: Labels) -> None:
    """Name layers by a label above their weights that tells, else by their kind."""
    totals = Counter(layer.kind for layer in layers)
    counts: Counter[str] = Counter()
    taken: set[str] = set()
    for layer in layers:
        counts[layer.kind] += 1
        plain = f"{layer.kind}_{counts[layer.kind]}" if totals[layer.kind] > 1 else layer.kind
        given = layer.parts[0].given
        weights = next((cells for name, cells in given.items() if name[0] == "W"), [[None]])
        label = labels.near(weights[0][0]) if weights[0] and weights[0][0] is not None else ""
        word = re.sub(r"[^a-z0-9]+", "_", label.lower()).strip("_")
        tells = _TELLING.search(label) and 3 <= len(word) <= 24 and word[0].isalpha()
        usable = tells and word not in taken and word not in _RESERVED
        layer.name = word if usable else plain
        taken.add(layer.name)
