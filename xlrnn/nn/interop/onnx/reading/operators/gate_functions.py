"""The functions of gates and states, by their names in `nn`."""

from typing import Any, Final

import numpy as np

from xlrnn.nn.interop.onnx.reading.here import Here
from xlrnn.nn.interop.wiring.refusal import NotTakenError

USUAL: Final = {"RNN": ["Tanh"], "LSTM": ["Sigmoid", "Tanh", "Tanh"], "GRU": ["Sigmoid", "Tanh"]}
PLAIN: Final = {"relu": "relu", "tanh": "tanh", "sigmoid": "sigmoid", "softsign": "softsign",
                "softplus": "softplus"}  # fmt: skip
WITH_NUMBERS: Final[dict[str, tuple[str, dict[str, float], dict[str, float]]]] = {
    "elu": ("elu", {"alpha": 1.0}, {"alpha": 1.0}),
    "leakyrelu": ("leaky_relu", {"alpha": 0.01}, {"alpha": 0.2}),
    "hardsigmoid": ("hard_sigmoid", {"alpha": 0.2, "beta": 0.5}, {"alpha": 1 / 6, "beta": 0.5}),
    "affine": ("linear", {"alpha": 1.0, "beta": 0.0}, {"alpha": 1.0, "beta": 0.0}),
}
"""Of functions with numbers: our name, what ONNX takes them to be, what they have to be here."""


def gate_functions(here: Here, way: int, ways: int) -> list[str]:
    """Return the functions of one direction, in ONNX' order.

    Args:
        here: the node.
        way: which direction.
        ways: how many there are.

    Raises:
        NotTakenError: if `nn` has no such function, or has it with another number.
    """
    usual = USUAL[here.node.kind]
    said = here.get("activations") or usual * ways
    if len(said) != len(usual) * ways:
        raise NotTakenError(f"activations has {len(said)} entries: expected {len(usual) * ways}")
    numbers = {name: iter(here.get(f"activation_{name}") or []) for name in ("alpha", "beta")}
    found = [_ours(name, numbers) for name in said]
    return found[way * len(usual) : (way + 1) * len(usual)]


def _ours(name: str, numbers: dict[str, Any]) -> str:
    if name.lower() in PLAIN:
        return PLAIN[name.lower()]
    if name.lower() not in WITH_NUMBERS:
        raise NotTakenError(
            f"its function {name} is not here: expected one of {', '.join([*PLAIN, *WITH_NUMBERS])}"
        )
    ours, usual, expected = WITH_NUMBERS[name.lower()]
    got = {key: float(next(numbers[key], default)) for key, default in usual.items()}
    if not all(np.isclose(got[key], expected[key], rtol=1e-6) for key in expected):
        shown = ", ".join(f"{key} {value:g}" for key, value in got.items())
        wanted = ", ".join(f"{key} {value:g}" for key, value in expected.items())
        raise NotTakenError(
            f"its function {name} has {shown}: in a recurrent layer expected {wanted}"
        )
    return ours
