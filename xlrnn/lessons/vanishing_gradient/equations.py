"""The same products as array formulas: back-propagation, which never makes a matrix of factors.

A row of ∂s_T/∂s_t is the gradient of one number of s_T. Each equation takes such a gradient one
step back, through the gates and the transposed weights.
"""

from collections.abc import Callable, Mapping

from xlrnn.formula.writing.equation import at_step
from xlrnn.lessons.vanishing_gradient.pages import states_of
from xlrnn.sheet.book import Book
from xlrnn.sheet.layers.jacobians import felt_by
from xlrnn.sheet.maths import clipping
from xlrnn.sheet.pages.time.page import TimePage

NAMED = {
    "rnn": {"h": "h"},
    "exploding": {"h": "h"},
    "lstm": {"input": "i", "forget": "f", "candidate": "g", "output": "o", "tanh_cell": "tanh_c",
             "c_prev": "c_prev"},
    "gru": {"update": "z", "reset": "r", "candidate": "g", "recalled": "q", "h_prev": "h_prev"},
}  # fmt: skip
"""The blocks whose columns get names, as `lstm_f_1`."""


def equations_page(book: Book) -> TimePage:
    """Write every product once more, a gradient at a time, and the clipping."""
    page = book.page(
        TimePage,
        "equations",
        "The same as equations: back-propagation",
        "The gradient of one number of the last state, taken one step back at a time by an array "
        "formula: click a cell and read it. No matrix of factors is ever made.",
    )
    page.about = "the same products as back-propagation makes them, an array formula a step"
    book.name_columns(book["starting"], "starting")
    for network, blocks in NAMED.items():
        for name, prefix in blocks.items():
            book.name_columns(book[f"{network}_{name}"], f"{network}_{prefix}")
        for number, state in enumerate(states_of(network, book.sizes["unit"])):
            _back(page, network, number, state)
    page.band(
        "memory_path",
        name="lstm_memory_path_eq",
        key="lstm_memory_path",
        equation=lambda t: at_step(
            "lstm_f_t" if t + 1 == page.steps else "lstm_path_(t+1)*lstm_f_t", t + 1
        ),
        vanishing=True,
    )
    book.name_columns(book["lstm_memory_path_eq"], "lstm_path")
    book.name_columns(book["arriving"], "grad")
    clipping.clipping_equations(page)
    return page


def _back(page: TimePage, network: str, number: int, state: str) -> None:
    """Write the gradient of one number of s_T at every step, a band for h and one for c."""
    units = page.book.sizes["unit"]
    parts = ("h", "c") if network == "lstm" else ("h",)
    keys = {part: felt_by(f"{network}_", state, part) for part in parts}

    def equation(part: str, t: int) -> str:
        if t + 1 < page.steps:
            after = [f"{key}_(t+1)" for key in keys.values()]
        else:
            one = f"starting_{number % units + 1}"
            after = [one if number // units == k else f"0*{one}" for k in range(len(parts))]
        return at_step(BACKWARDS[network](network, *after)[part], t + 1)

    for part, key in keys.items():
        page.band(
            "felt",
            name=f"{key}_eq",
            key=key,
            labels=tuple(f"∂{state} / ∂{part}{k + 1}" for k in range(units)),
            equation=lambda t, part=part: equation(part, t),
            notation=f"∂{state} of step T / ∂{part}_(t−1), {NOTATIONS[network][part]}",
            below=part == "c",
            vanishing=True,
        )
        page.book.name_columns(page.book[f"{key}_eq"], key)


def _simple_rnn(network: str, dh: str) -> Mapping[str, str]:
    h = f"{network}_h_t"
    return {"h": f"MMULT(TRANSPOSE({network}_W_hh), {dh}*(1 - {h}*{h}))"}


def _lstm(network: str, dh: str, dc: str) -> Mapping[str, str]:
    """Take h and c one step back: first all that reaches the memory, then each gate."""
    i, f, g, o, shown, before = (
        f"{network}_{name}_t" for name in ("i", "f", "g", "o", "tanh_c", "c_prev")
    )
    memory = f"({dc} + {dh}*{o}*(1 - {shown}*{shown}))"
    gates = {
        "f": f"{memory}*{before}*{f}*(1 - {f})",
        "i": f"{memory}*{g}*{i}*(1 - {i})",
        "g": f"{memory}*{i}*(1 - {g}*{g})",
        "o": f"{dh}*{shown}*{o}*(1 - {o})",
    }
    by_gate = (f"MMULT(TRANSPOSE({network}_W_h{gate}), {da})" for gate, da in gates.items())
    return {"h": " + ".join(by_gate), "c": f"{memory}*{f}"}


def _gru(network: str, dh: str) -> Mapping[str, str]:
    z, r, g, q, before = (f"{network}_{name}_t" for name in ("z", "r", "g", "q", "h_prev"))
    da_g = f"{dh}*(1 - {z})*(1 - {g}*{g})"
    gates = {
        "z": f"{dh}*({before} - {g})*{z}*(1 - {z})",
        "g": f"{da_g}*{r}",
        "r": f"{da_g}*{q}*{r}*(1 - {r})",
    }
    by_gate = (f"MMULT(TRANSPOSE({network}_W_h{gate}), {da})" for gate, da in gates.items())
    return {"h": " + ".join([f"{dh}*{z}", *by_gate])}


BACKWARDS: dict[str, Callable[..., Mapping[str, str]]] = {
    "rnn": _simple_rnn,
    "exploding": _simple_rnn,
    "lstm": _lstm,
    "gru": _gru,
}

_THROUGH_TANH = {"h": "W_hhᵀ · (dh · (1 − h_t²))"}
NOTATIONS = {
    "rnn": _THROUGH_TANH,
    "exploding": _THROUGH_TANH,
    "lstm": {"h": "Σ W_hᵀ · da of the gates", "c": "f_t · dc"},
    "gru": {"h": "z_t · dh + Σ W_hᵀ · da of the gates"},
}
