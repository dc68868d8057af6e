"""Settings that once had other names: the one table of old spellings.

They go on working in calls, options and run folders; help and documentation show the new ones.
"""

from collections.abc import Mapping
from typing import Any, Final

from xlrnn.errors import UsageError

RENAMED: Final = {
    "rate": "learning_rate",
    "batch": "batch_size",
    "steps": "max_length",
    "vocabulary": "vocabulary_size",
    "validation": "validation_split",
    "held_out": "test_split",
    "embedding": "embedding_dim",
    "layers": "num_layers",
    "sampled": "num_sampled",
    "spread": "vectors_stddev",
}
"""What is said now, by what was said once."""


def renewed(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return settings under the names that they have now; None says nothing.

    Raises:
        UsageError: if one is given under both of its names.

    Example:
        >>> renewed({"rate": 0.1, "units": 3, "batch": None})
        {'units': 3, 'learning_rate': 0.1}
    """
    found = {name: value for name, value in given.items() if name not in RENAMED}
    for old, new in RENAMED.items():
        if given.get(old) is None:
            continue
        if found.get(new) is not None:
            raise UsageError(f"{old} is an old name of {new}: give one of them, not both")
        found[new] = given[old]
    return found
