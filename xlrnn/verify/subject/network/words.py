"""The words of a map: kinds of layers, what each is given, calculates and may be told.

The names are those of the field; `Word` says what a quantity counts along its axes, and under
which name the trace of `xlrnn.nn` has it.
"""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

UNITS, FEATURES, ONE = "unit", "feature", "one"

GATES: Final[Mapping[str, tuple[str, ...]]] = {
    "dense": ("",),
    "rnn": ("",),
    "lstm": ("i", "f", "g", "o"),
    "gru": ("z", "r", "g"),
}
"""The gates of a unit, in the order in which `nn` stacks them."""
GATE_NAMES: Final = {
    "i": "input", "f": "forget", "g": "candidate", "o": "output", "z": "update", "r": "reset",
}  # fmt: skip
"""What the trace calls them."""
ALIASES: Final = {**{name: letter for letter, name in GATE_NAMES.items()}, "n": "g"}
"""Other words for a gate in `rows` and `columns`."""
RECURRENT: Final = ("rnn", "lstm", "gru")
PARTS: Final = {"x": "W_x", "h": "W_h", "1": "b", "h1": "b_h"}
"""What a weight is multiplied with, and what the weights are called: `h1` is the second bias of a
GRU, inside of what the reset gate is multiplied with."""


class Word(NamedTuple):
    """A quantity of a layer that changes from step to step.

    Args:
        traced: its name in the layer's trace, or gradient trace.
        width: what its rows count: `unit`, `feature` (what the layer reads) or `one`.
    """

    traced: str
    width: str = UNITS


def _gates(kind: str, before: str, traced: str) -> dict[str, Word]:
    return {f"{before}{gate}": Word(f"{traced}{GATE_NAMES[gate]}") for gate in GATES[kind]}


SOFTMAX: Final = {
    "logits_max": Word("logits_max", ONE),
    "exps": Word("exps"),
    "exps_sum": Word("exps_sum", ONE),
    "p": Word("p"),
}
_DENSE: Final = {"a": Word("logits"), **SOFTMAX, "y": Word("y")}
CALCULATED: Final[Mapping[str, Mapping[str, Word]]] = {
    "dense": {"x": Word("x", FEATURES), **_DENSE},
    "softmax": {"x": Word("x", FEATURES), **SOFTMAX, "y": Word("y")},
    "rnn": {
        "x": Word("x", FEATURES),
        "h_prev": Word("h_prev"),
        "a_x": Word("a_x"),
        "a_h": Word("a_h"),
        "a": Word("a"),
        "h": Word("h"),
    },
    "lstm": {
        "x": Word("x", FEATURES),
        "h_prev": Word("h_prev"),
        "c_prev": Word("c_prev"),
        **_gates("lstm", "a_", "a_"),
        **_gates("lstm", "", ""),
        "kept": Word("kept"),
        "written": Word("written"),
        "c": Word("cell"),
        "tanh_c": Word("tanh_cell"),
        "h": Word("h"),
    },
    "gru": {
        "x": Word("x", FEATURES),
        "h_prev": Word("h_prev"),
        **{name: word for name, word in _gates("gru", "a_", "a_").items() if name != "a_g"},
        "z": Word("update"),
        "r": Word("reset"),
        "recalled": Word("recalled"),
        "looked_at": Word("looked_at"),
        "a_g": Word("a_candidate"),
        "g": Word("candidate"),
        "h": Word("h"),
    },
    "bidirectional": {"x": Word("x", FEATURES), "y": Word("y")},
    "repeat": {"y": Word("y")},
}
"""What layers calculate, in the order of the calculation."""
OUTPUT: Final = {kind: "h" if kind in RECURRENT else "y" for kind in CALCULATED}
"""What is read of a layer."""

GRADIENTS: Final[Mapping[str, Mapping[str, Word]]] = {
    "dense": {"dy": Word("dy"), "da": Word("dlogits")},
    "softmax": {"dy": Word("dy")},
    "rnn": {
        "dh_out": Word("dh_out"),
        "dh_next": Word("dh_next"),
        "dh": Word("dh"),
        "da": Word("da"),
    },
    "lstm": {
        "dh_out": Word("dh_out"),
        "dh_next": Word("dh_next"),
        "dh": Word("dh"),
        "dc_next": Word("dc_next"),
        "dc": Word("dc"),
        **_gates("lstm", "d", "d_"),
        **_gates("lstm", "da_", "da_"),
    },
    "gru": {
        "dh_out": Word("dh_out"),
        "dh_next": Word("dh_next"),
        "dh": Word("dh"),
        **_gates("gru", "d", "d_"),
        **_gates("gru", "da_", "da_"),
    },
    "bidirectional": {},
    "repeat": {},
}
"""∂L/∂ of what changes from step to step, in the order of the way back."""

STACKS: Final[Mapping[str, Mapping[str, str]]] = {
    "lstm": {"a": "a_", "gates": "", "da": "da_", "dgates": "d"},
    "gru": {"a": "a_", "gates": "", "da": "da_", "dgates": "d"},
}
"""Quantities of all gates that stand in one range, and what stands before a gate's letter."""
CONCATENATED: Final = "concat"
"""What a recurrent layer multiplies with its weights, in one range: `h`, `x` and `1`."""
STATES: Final = {"rnn": ("h_0",), "lstm": ("h_0", "c_0"), "gru": ("h_0",)}
"""What a recurrent layer begins with."""

ACTIVATED: Final = {"activation": "linear", "subtract_max": True}
OPTIONS: Final[Mapping[str, Mapping[str, Any]]] = {
    "dense": {"units": 0, **ACTIVATED},
    "softmax": {"subtract_max": True},
    "rnn": {"units": 0, "activation": "tanh", "tied": False, "first_state": ""},
    "lstm": {
        "units": 0,
        "activation": "tanh",
        "recurrent_activation": "sigmoid",
        "first_state": "",
    },
    "gru": {
        "units": 0,
        "activation": "tanh",
        "recurrent_activation": "sigmoid",
        "reset": "after",
        "update": "keeps",
        "first_state": "",
    },
    "bidirectional": {"of": "lstm", "merge": "concat"},
    "repeat": {"steps": 1},
}
"""What a layer may be told, and what holds if it is not; a bidirectional one also what the layer
that it is made of may be told."""
CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "reset": ("after", "before"),
    "update": ("keeps", "writes"),
    "merge": ("concat", "sum", "mul", "ave"),
    "of": RECURRENT,
}
DIRECTIONS: Final = ("forward", "backward")

LOSSES: Final = (
    "cross-entropy",
    "binary cross-entropy",
    "mean squared error",
    "squared error",
    "half squared error",
)
JUDGES: Final = {"cross-entropy": "softmax", "binary cross-entropy": "sigmoid"}
"""The losses that judge probabilities, and the activation that has to return them."""
OF_LOSS: Final = {
    "error": Word("error"),
    "squared": Word("squared"),
    "squared_sum": Word("squared_sum", ONE),
    "losses": Word("losses", ONE),
    "loss": Word("loss", ONE),
}
"""What a loss calculates: y less target, its square, the sum of all squares; a number for each
sample and step, and the loss itself."""
OF_ALL: Final = ("squared_sum", "loss")
"""Those that are one number."""
REDUCTIONS: Final = ("mean", "sum")


def kind_of_cells(kind: str, options: Mapping[str, Any]) -> str:
    """Return which kind of cells a layer is made of: its own, or those of its directions."""
    return (
        str(options.get("of", OPTIONS["bidirectional"]["of"])) if kind == "bidirectional" else kind
    )


def options_of(kind: str, options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options of a kind with their defaults, and those of the layer inside."""
    own = dict(OPTIONS[kind])
    if kind == "bidirectional":
        inner = OPTIONS[kind_of_cells(kind, options)]
        own |= {key: value for key, value in inner.items() if key not in ("first_state", "tied")}
    return own


def weights_of(kind: str) -> dict[str, tuple[str, str]]:
    """Return the names of weights that a layer may be given, with the part and the gate of each.

    "*" stands for all of them, which `rows` and `columns` have to tell apart.

    Example:
        >>> weights_of("rnn")["W_hh"], weights_of("lstm")["W_f"], weights_of("lstm")["b"]
        (('h', ''), ('*', 'f'), ('1', '*'))
    """
    if kind == "dense":
        return {"W": ("x", ""), "b": ("1", "")}
    if kind == "rnn":
        return {"W": ("*", ""), "W_xh": ("x", ""), "W_hh": ("h", ""), "b_h": ("1", "")}
    found = {"W": ("*", "*"), "W_x": ("x", "*"), "W_h": ("h", "*"), "b": ("1", "*")}
    for gate in GATES.get(kind, ()):
        found |= {
            f"W_{gate}": ("*", gate),
            f"W_x{gate}": ("x", gate),
            f"W_h{gate}": ("h", gate),
            f"b_{gate}": ("1", gate),
        }
    if kind == "gru":
        found["b_h"] = ("h1", "*")
        found |= {f"b_h{gate}": ("h1", gate) for gate in GATES[kind]}
    return found if kind in GATES else {}
