"""What a recurrent network knows of letters that came before: the same workbook, changed."""

from collections.abc import Mapping
from typing import Final

import numpy as np

from xlrnn.reproduce.evidence import Evidence, Setting
from xlrnn.reproduce.sheets.book import book_of
from xlrnn.reproduce.sheets.relation import OTHER, Relation, Values, apart, evidence

LONG: Final = "hellohellohe"


def memory(setting: Setting) -> Mapping[str, Evidence]:
    """Return what the cells say of memory: without it, with another first letter, and long."""
    usual = book_of(setting, "hello-forward")
    forgetful = book_of(setting, "hello-forward", "forward-no-memory", {"w_hh": 0.0})
    other = book_of(setting, "hello-forward", "forward-other-letter", {"letter": [*"oell"]})
    long = book_of(setting, "hello-forward", "forward-long", word=LONG)
    changed = [*LONG[:-1]]
    changed[0] = "o"
    otherwise = book_of(
        setting, "hello-forward", "forward-long-other", {"letter": changed}, word=LONG
    )
    return {
        **evidence(_FORGETS, usual, forgetful),
        **evidence(_KEEPS, usual, other),
        **evidence(_COMBINES, long, otherwise),
    }


def _needs_memory(v: Values) -> float:
    """Both “l” are the same to a network without memory, and not to one that has some."""
    if not np.abs(v["p"][:, 2] - v["p"][:, 3]).max() > 1e-3:
        return np.inf
    return apart(v[f"{OTHER}p"][:, 2], v[f"{OTHER}p"][:, 3])


def _keeps(v: Values) -> bool:
    same_letter = (v["x"][:, 1] == v[f"{OTHER}x"][:, 1]).all()
    return bool(same_letter and np.abs(v["h"][:, 1] - v[f"{OTHER}h"][:, 1]).max() > 1e-3)


def _combines(v: Values) -> float:
    if not np.abs(v["h"][:, -1] - v[f"{OTHER}h"][:, -1]).max() > 0:
        return np.inf
    return apart(v["h"], np.tanh(v["a_x"] + v["w_hh"] * v["h_prev"] + v["b_h"]))


_FORGETS: Final = {
    "needs-what-came-before": Relation(
        _needs_memory,
        "After the first “l” it should expect “l”, after the second “o”. With w_hh = 0 both "
        "answers are the same; with memory they are {apart:.4f} apart.",
        ("p", 0, 3), lambda v: {"apart": float(np.abs(v["p"][:, 2] - v["p"][:, 3]).max())},
    ),
}  # fmt: skip
_KEEPS: Final = {
    "keeps-previous-input": Relation(
        _keeps,
        "With “o” before it instead of “h”, the same “e” has a state that is {apart:.4f} away.",
        ("h", 0, 1),
        lambda v: {"apart": float(np.abs(v["h"][:, 1] - v[f"{OTHER}h"][:, 1]).max())},
    ),
}  # fmt: skip
_COMBINES: Final = {
    "as-many-steps-as-needed": Relation(
        _combines,
        "The same formulas go on for {steps} letters, and the first still moves the last state, by "
        "{apart:.1e}.",
        ("h", 0, len(LONG) - 2),
        lambda v: {
            "steps": v["h"].shape[1],
            "apart": float(np.abs(v["h"][:, -1] - v[f"{OTHER}h"][:, -1]).max()),
        },
    ),
}
