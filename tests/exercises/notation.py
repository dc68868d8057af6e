"""Evaluate an equation as it is printed beside a block, on the values of a lesson.

It knows what a textbook writes: `tanh(W_xh · x_t + b_h)`, `Σ_t da_t · x_tᵀ`, `1 − h_t²`,
`√ Σ g²`. A product is that of matrices if one of its sides is a matrix of weights or a row, and
else of each pair of numbers. Behind `;` stand exceptions: `last step: 0`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

_TOKEN = re.compile(
    r"\s*(Σ_t|[A-Za-zσβε][A-Za-z0-9_β₁₂ⁿ]*?(?:_\(t[−+]1\))|[A-Za-zσβε][A-Za-z0-9_β₁₂ⁿ]*"
    r"|\d+|[½ᵀ²·+−/(),√Σ‖|])"
)


class NoEquationError(Exception):
    """A notation in words, or with a symbol that is not known."""


@dataclass
class Value:
    """Numbers, and whether they multiply as a matrix does."""

    array: np.ndarray
    matrix: bool = False


Look = Callable[[str, int], Value | None]


def evaluate(text: str, look: Look, step: int, steps: int) -> np.ndarray:
    """Return what an equation gives at a step; what stands left of its = is its name."""
    rule, *exceptions = (part.strip() for part in text.split(";"))
    for exception in exceptions:
        where, _, instead = exception.partition(": ")
        if {"last step": steps - 1, "first step": 0}.get(where) == step:
            rule = instead
        elif where not in ("last step", "first step", "where the step does not count"):
            raise NoEquationError(exception)
        elif where == "where the step does not count" and not look("counts", step).array.any():
            rule = instead
    return Parser(rule.rpartition(" = ")[2], look, step, steps).all().array


class Parser:
    """Reads from left to right, the weakest operator first."""

    def __init__(self, text: str, look: Look, step: int, steps: int) -> None:
        self.text, self.look, self.step, self.steps = text.replace("e^(", "exp("), look, step, steps
        self.tokens, at = [], 0
        while at < len(self.text.rstrip()):
            match = _TOKEN.match(self.text, at)
            if match is None:
                raise NoEquationError(self.text[at:])
            self.tokens.append(match[1])
            at = match.end()
        self.at = 0

    def all(self) -> Value:
        value = self.sum()
        if self.at < len(self.tokens):
            raise NoEquationError(" ".join(self.tokens[self.at :]))
        return value

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self, *wanted: str) -> str:
        if self.peek() and (not wanted or self.peek() in wanted):
            self.at += 1
            return self.tokens[self.at - 1]
        return ""

    def need(self, sign: str) -> None:
        if not self.take(sign):
            raise NoEquationError(f"no {sign} before {self.peek()!r}")

    def sum(self) -> Value:
        value = Value(-self.product().array) if self.take("−") else self.product()
        while sign := self.take("+", "−"):
            other = self.product().array
            value = Value(value.array + (other if sign == "+" else -other), value.matrix)
        return value

    def product(self) -> Value:
        if self.take("Σ_t"):
            start, total = self.at, np.zeros((1, 1))
            now = self.step
            for step in range(self.steps):
                self.step, self.at = step, start
                total = total + self.product().array
            self.step = now
            return Value(total)
        if self.take("Σ"):
            return Value(self.product().array.sum(keepdims=True))
        value = self.factor()
        while sign := self.take("·", "/"):
            other = self.factor()
            if sign == "/":
                value = Value(value.array / other.array)
            elif value.matrix or other.matrix:
                value = Value(value.array @ other.array)
            else:
                value = Value(value.array * other.array)
        return value

    def factor(self) -> Value:
        value = self.atom()
        while sign := self.take("²", "ᵀ"):
            square = sign == "²"
            value = Value(value.array**2) if square else Value(value.array.T, matrix=True)
        return value

    def atom(self) -> Value:
        if self.take("("):
            value = self.sum()
            self.need(")")
            return Value(value.array)
        if self.take("½"):
            return Value(self.product().array / 2)
        if self.peek().startswith("Σ"):
            return self.product()
        if self.take("√"):
            inside = self.product() if self.peek().startswith("Σ") else self.factor()
            return Value(np.sqrt(inside.array))
        for bar, size in (("‖", lambda a: np.sqrt((a**2).sum())), ("|", np.abs)):
            if self.take(bar):
                value = self.sum()
                self.need(bar)
                return Value(
                    np.asarray(size(value.array)).reshape(1, 1) if bar == "‖" else size(value.array)
                )
        word = self.take()
        if word.isdigit():
            return Value(np.full((1, 1), float(word)))
        if word in FUNCTIONS and self.take("("):
            arguments = [self.sum().array]
            while self.take(","):
                arguments.append(self.sum().array)
            self.need(")")
            return Value(FUNCTIONS[word](*arguments))
        if word == "ln":
            return Value(np.log(self.product().array))
        found = self.look(word, self.step) if word else None
        if found is None:
            raise NoEquationError(word or self.text)
        return found


def _extreme(function: Callable, pair: Callable) -> Callable:
    return lambda *a: pair(*a) if len(a) > 1 else np.asarray(function(a[0])).reshape(1, 1)


FUNCTIONS: Mapping[str, Callable] = {
    "tanh": np.tanh,
    "σ": lambda a: 1 / (1 + np.exp(-a)),
    "exp": np.exp,
    "max": _extreme(np.max, np.maximum),
    "min": _extreme(np.min, np.minimum),
}
