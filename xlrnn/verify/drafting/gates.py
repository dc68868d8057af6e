"""Find the states of gated cells, from the products of what they read.

LSTM: c = f·c_prev + i·g and h = o·tanh(c). GRU: h = (1 − z)·g + z·h_prev, or with z and 1 − z
exchanged. Which gate is which follows from where it is multiplied, not from its name.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from xlrnn.verify.drafting.algebra import Poly
from xlrnn.verify.drafting.expanded import Added, Expansion, activation_of, copied_by
from xlrnn.verify.drafting.units import Unit

_ROUNDS: Final = 4
_MOST_TERMS: Final = 12


@dataclass
class State:
    """One unit of a gated layer at one step.

    Attributes:
        kind: `lstm` or `gru`.
        shown: the cells of its quantities, by their names in a map.
        keeps: of a GRU, whether z says how much is kept; else it says how much is written.
        activation: of an LSTM, what is applied to the cell state.
        unsure: why its gates may be told apart wrongly.
    """

    kind: str
    shown: dict[str, int] = field(default_factory=dict)
    keeps: bool = True
    activation: str = "tanh"
    unsure: str = ""


def states_of(expansion: Expansion, units: Mapping[int, Unit]) -> list[State]:
    """Return the states of gated cells.

    Args:
        expansion: the workbook.
        units: the units by their cells.
    """
    finder = _Finder(expansion, units)
    return [*finder.gru(), *finder.lstm()]


class _Finder:
    def __init__(self, expansion: Expansion, units: Mapping[int, Unit]) -> None:
        self._expansion, self._graph, self._units = expansion, expansion.graph, units
        self._taken: set[int] = set()

    def _activated(self, cell: int) -> bool:
        unit = self._units.get(cell)
        return unit is not None and unit.activation != "linear"

    # LSTM.

    def lstm(self) -> list[State]:
        """Return the states of LSTM cells: cell states first, then what is shown of them."""
        cells: dict[int, State] = {}
        for cell in self._graph.meaning:
            if cell not in self._taken and copied_by(self._graph, cell) is None:
                added = self._expansion.of(cell)
                state = self._cell_state(cell, added) if added else None
                if state:
                    cells[cell] = state
        inside = {
            state.shown.get(part, 0) for state in cells.values() for part in ("written", "kept")
        }
        cells = {cell: state for cell, state in cells.items() if cell not in inside}
        for cell in sorted(self._graph.meaning.keys() - inside):
            added = None if copied_by(self._graph, cell) is not None else self._expansion.of(cell)
            if added and len(added.products) == 1 and not added.alone and not added.triples:
                self._hidden_state(cell, added.products[0], cells)
        return [state for state in cells.values() if "h" in state.shown or "f" in state.shown]

    def _cell_state(self, cell: int, added: Added) -> State | None:
        """Recognise c = f·c_prev + i·g, or i·g alone at the first step."""
        if added.alone or added.triples or added.offset or len(added.products) not in (1, 2):
            return None
        both = [pair for pair in added.products if all(map(self._activated, pair))]
        others = [pair for pair in added.products if pair not in both]
        if len(both) != 1 or len(others) > 1:
            return None
        one, other = both[0]
        functions = [self._units[unit].activation for unit in both[0]]
        state = State("lstm", {"c": cell})
        if functions[0] == functions[1]:
            state.unsure = "both factors of what is written have the same activation"
        swapped = functions[0] == "tanh" and functions[1] != "tanh"
        state.shown["i"], state.shown["g"] = (other, one) if swapped else (one, other)
        for pair in others:
            gates = [unit for unit in pair if self._activated(unit)]
            if len(gates) != 1:
                return None
            state.shown["f"] = gates[0]
            state.shown["c_prev"] = pair[0] if pair[1] == gates[0] else pair[1]
        for part in added.parts:
            inner = self._expansion.of(part)
            if inner and len(inner.products) == 1:
                state.shown["written" if inner.products[0] in both else "kept"] = part
        return state

    def _hidden_state(self, cell: int, pair: tuple[int, int], cells: dict[int, State]) -> None:
        """Recognise h = o·tanh(c)."""
        for gate, shown in (pair, pair[::-1]):
            if not self._activated(gate):
                continue
            applied = activation_of(self._graph, shown)
            function, c = "linear", shown
            if applied and len(applied[1]) == 1:
                (factors, scale), *_ = applied[1].items()
                if len(factors) == 1 and scale == 1.0:
                    function, c = applied[0], self._expansion.source(factors[0])
            state = cells.get(c)
            better = state is not None and (
                "h" not in state.shown or (function != "linear" and "tanh_c" not in state.shown)
            )
            if state is not None and better and state.shown["c"] != cell:
                state.shown |= {"o": gate, "h": cell}
                state.activation = function
                if function != "linear":
                    state.shown["tanh_c"] = shown
                return

    # GRU.

    def gru(self) -> list[State]:
        """Return the states of GRU cells."""
        found: list[State] = []
        for cell, meaning in self._graph.meaning.items():
            if isinstance(meaning, dict) and len(meaning) <= _MOST_TERMS:
                state = next(
                    filter(None, map(partial(self._mixed, cell), self._rounds(meaning))), None
                )
                if state:
                    found.append(state)
        self._taken = {state.shown["h"] for state in found}
        looked_at = self._looked_at()
        for state in found:
            self._reset(state, looked_at)
        return found

    def _mixed(self, cell: int, poly: Poly) -> State | None:
        """Recognise a + z·b − z·a, where one of a and b is an activated unit."""
        alone = [factors[0] for factors, scale in poly.items() if len(factors) == 1 and scale == 1]
        minus = [factors for factors, scale in poly.items() if len(factors) == 2 and scale == -1]
        plus = [factors for factors, scale in poly.items() if len(factors) == 2 and scale == 1]
        if len(alone) != 1 or len(minus) != 1 or len(plus) > 1 or len(poly) != 2 + len(plus):
            return None
        a = alone[0]
        if a not in minus[0]:
            return None
        z = minus[0][0] if minus[0][1] == a else minus[0][1]
        if not self._activated(z) or (plus and z not in plus[0]):
            return None
        b = None if not plus else plus[0][0] if plus[0][1] == z else plus[0][1]
        keeps = self._activated(a)
        candidate, before = (a, b) if keeps else (b, a)
        if candidate is None or not self._activated(candidate):
            return None
        shown = {"h": cell, "z": z, "g": candidate}
        return State("gru", shown | ({} if before is None else {"h_prev": before}), keeps)

    def _rounds(self, poly: Poly) -> Iterator[Poly]:
        """Write out cells that hold a product of gates, and those that hold 1 − z, bit by bit."""
        for _ in range(_ROUNDS):
            new: Poly = {}
            for factors, scale in poly.items():
                for part, value in self._factors(factors).items():
                    new[part] = new.get(part, 0.0) + value * scale
            if len(new) > _MOST_TERMS:
                return
            yield new
            if new == poly:
                return
            poly = new

    def _factors(self, factors: tuple[int, ...]) -> Poly:
        cells = tuple(sorted(map(self._expansion.source, factors)))
        for cell in cells:
            meaning = self._graph.meaning.get(cell)
            if not isinstance(meaning, dict) or cell in self._units or len(meaning) > 3:
                continue
            rest = list(cells)
            rest.remove(cell)
            is_complement = (
                len(meaning) == 2 and meaning.get(()) == 1.0 and -1.0 in meaning.values()
            )
            is_product = not rest and len(meaning) == 1 and len(next(iter(meaning))) == 2
            if is_complement or is_product:
                return {tuple(sorted((*inner, *rest))): value for inner, value in meaning.items()}
        return {cells: 1.0}

    def _looked_at(self) -> dict[int, list[tuple[int, int]]]:
        """Return, for each cell, the products of it with an activated unit, and that unit."""
        found: dict[int, list[tuple[int, int]]] = {}
        for cell, meaning in self._graph.meaning.items():
            added = self._expansion.of(cell) if isinstance(meaning, dict) else None
            if added and len(added) == len(added.products) == 1:
                for gate, other in (added.products[0], added.products[0][::-1]):
                    if self._activated(gate):
                        found.setdefault(other, []).append((cell, gate))
        return found

    def _reset(self, state: State, looked_at: Mapping[int, list[tuple[int, int]]]) -> None:
        """Find the reset gate of a state: inside of its candidate, or on the way to it."""
        unit = self._units[state.shown["g"]]
        if unit.reset is not None:
            state.shown["r"] = unit.reset
            if unit.recalled is not None:
                state.shown["recalled"] = unit.recalled
            return
        read = unit.data
        for cell, gate in looked_at.get(state.shown.get("h_prev", -1), ()):
            if cell in read:
                state.shown |= {"looked_at": cell, "r": gate}
