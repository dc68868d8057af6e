"""What students write, as functions from a cell to its formula, for the recurrent part and softmax.

Written by hand and not with the catalogue of misconceptions, which is under test.
"""

from collections.abc import Callable
from dataclasses import dataclass

from tests.exercises.hands import CUT, HELPER
from xlrnn.sheet.book import Book

Formula = Callable[["Sheet", int, int], str]


@dataclass(frozen=True)
class Sheet:
    """Addresses on the page of an exercise."""

    book: Book
    tied: bool

    def at(self, name: str, i: int, t: int, *, fix: str = "") -> str:
        """The address of a cell; fix is any of "r" and "c"."""
        cell = self.book[name].located().cell(i, t)
        return cell.a1(fix_row="r" in fix, fix_column="c" in fix)

    def row(self, name: str, i: int) -> str:
        width = self.book[name].shape[1]
        return f"{self.at(name, i, 0, fix='c')}:{self.at(name, i, width - 1, fix='c')}"

    def column(self, name: str, t: int) -> str:
        height = self.book[name].shape[0]
        return f"{self.at(name, 0, t, fix='r')}:{self.at(name, height - 1, t, fix='r')}"

    def size(self, name: str) -> tuple[int, int]:
        return self.book[name].shape

    def terms(self, left: str, i: int, right: str, t: int) -> str:
        count = self.size(left)[1]
        return "+".join(f"{self.at(left, i, k)}*{self.at(right, k, t)}" for k in range(count))

    def bias(self, i: int) -> str:
        return self.at("b_h", 0 if self.tied else i, 0, fix="rc")

    def recurrent(self, i: int, t: int, state: str = "h_prev") -> str:
        if self.tied:
            return f"{self.at('w_hh', 0, 0, fix='rc')}*{self.at(state, i, t)}"
        return self.terms("W_hh", i, state, t)


def before(s: Sheet, i: int, t: int) -> str:
    return s.at("h", i, t - 1) if t else s.at("h_0", i, 0)


# The formulas of the lesson, written once more.
PLAIN: dict[str, Formula] = {
    "a_x": lambda s, i, t: s.terms("W_xh", i, "x", t),
    "h_prev": before,
    "a_h": lambda s, i, t: f"{s.recurrent(i, t)}+{s.bias(i)}",
    "h": lambda s, i, t: f"TANH({s.at('a_x', i, t)}+{s.at('a_h', i, t)})",
    "logits": lambda s, i, t: s.terms("W_hy", i, "h", t),
    "logits_max": lambda s, i, t: f"MAX({s.column('logits', t)})",
    "exps": lambda s, i, t: f"EXP({s.at('logits', i, t)}-{s.at('logits_max', 0, t)})",
    "exps_sum": lambda s, i, t: f"SUM({s.column('exps', t)})",
    "p": lambda s, i, t: f"{s.at('exps', i, t)}/{s.at('exps_sum', 0, t)}",
}


def product(s: Sheet, left: str, i: int, right: str, t: int) -> str:
    return f"MMULT({s.row(left, i)},{s.column(right, t)})"


def direct_recurrent(s: Sheet, i: int, t: int) -> str:
    if s.tied:
        return f"w_hh*{before(s, i, t)}"
    names = ("h", t - 1) if t else ("h_0", 0)
    return f"SUM({product(s, 'W_hh', i, *names)})"


def picked(s: Sheet, i: int, t: int) -> str:
    """The column of W_xh that the letter picks."""
    letter, words = s.at("letter", 0, t), "vocabulary"
    return f"INDEX(W_xh,{i + 1},MATCH({letter},{words},0))"


def total(s: Sheet, i: int, t: int) -> str:
    return f"{s.at('a_x', i, t)}+{s.at('a_h', i, t)}"


STYLES: dict[str, dict[str, Formula]] = {
    "as in the lesson": {},
    "MMULT of a row and a column": {
        "a_x": lambda s, i, t: product(s, "W_xh", i, "x", t),
        "logits": lambda s, i, t: product(s, "W_hy", i, "h", t),
    },
    "SUM of MMULT": {
        "a_x": lambda s, i, t: f"SUM({product(s, 'W_xh', i, 'x', t)})",
        "logits": lambda s, i, t: f"SUM({product(s, 'W_hy', i, 'h', t)})",
    },
    "SUMPRODUCT with TRANSPOSE": {
        "a_x": lambda s, i, t: f"{{SUMPRODUCT(TRANSPOSE({s.row('W_xh', i)}),{s.column('x', t)})}}",
        "logits": lambda s, i, t: (
            f"{{SUMPRODUCT(TRANSPOSE({s.row('W_hy', i)}),{s.column('h', t)})}}"
        ),
    },
    "one matrix formula for the block": {
        "a_x": lambda s, i, t: "[MMULT(W_xh,x)]",
        "logits": lambda s, i, t: "[MMULT(W_hy,h)]",
    },
    "names": {
        "a_x": picked,
        "a_h": lambda s, i, t: (
            f"w_hh*{s.at('h_prev', i, t)}+b_h" if s.tied else
            f"SUM({product(s, 'W_hh', i, 'h_prev', t)})+INDEX(b_h,{i + 1})"
        ),
        "exps_sum": lambda s, i, t: f"SUM(INDEX(exps,0,{t + 1}))",
    },
    "the state in one formula": {
        "h": lambda s, i, t: (
            f"TANH(SUM({product(s, 'W_xh', i, 'x', t)})+{direct_recurrent(s, i, t)}+{s.bias(i)})"
        ),
    },
    "the state of the column before": {
        "a_h": lambda s, i, t: f"{direct_recurrent(s, i, t)}+{s.bias(i)}",
    },
    "tanh by exponentials": {
        "h": lambda s, i, t: (
            f"(EXP(2*({total(s, i, t)}))-1)/(EXP(2*({total(s, i, t)}))+1)"
        ),
    },
    "softmax in one formula": {
        "p": lambda s, i, t: (
            f"{{EXP({s.at('logits', i, t)})/SUM(EXP({s.column('logits', t)}))}}"
        ),
    },
    "turned round, with parentheses": {
        "a_h": lambda s, i, t: f"({s.bias(i)}+({s.recurrent(i, t)}))",
        "h": lambda s, i, t: f"TANH({s.at('a_h', i, t)}+{s.at('a_x', i, t)})",
        "p": lambda s, i, t: f"IF(1=1,{s.at('exps', i, t)}*{s.at('exps_sum', 0, t)}^-1,0)",
    },
    "helper cells": {
        "h": lambda s, i, t: f"<{total(s, i, t)}{CUT}TANH({HELPER})>",
        "p": lambda s, i, t: f"<1/{s.at('exps_sum', 0, t)}{CUT}{HELPER}*{s.at('exps', i, t)}>",
    },
}  # fmt: skip


@dataclass(frozen=True)
class Mistake:
    """A wrong block: its formulas, and what the grader must say about it."""

    block: str
    formula: Formula
    says: str
    only: str = ""  # "tied" or "full"


def shifted(name: str, by: int) -> Formula:
    def formula(s: Sheet, i: int, t: int) -> str:
        width = s.size(name)[1]
        return s.at(name, i, min(max(t + by, 0), width - 1))

    return formula


def spread(s: Sheet, name: str, i: int, t: int) -> str:
    """A reference that should stay, and was filled."""
    place = s.book[name].located()
    from xlrnn.formula.cell import Cell

    return str(Cell(place.rows[0] + i, place.columns[0] + t))


def sigmoid(x: str) -> str:
    return f"1/(1+EXP(-({x})))"


MISTAKES: dict[str, Mistake] = {
    "no bias": Mistake("a_h", lambda s, i, t: s.recurrent(i, t), "bias-left-out"),
    "no state": Mistake("a_h", lambda s, i, t: s.bias(i), "state-left-out"),
    "no recurrent part": Mistake(
        "h", lambda s, i, t: f"TANH({s.at('a_x', i, t)})", "state-left-out"
    ),
    "always the first state": Mistake(
        "h_prev", lambda s, i, t: s.at("h_0", i, 0, fix="rc"), ""
    ),
    "W_hh by columns": Mistake(
        "a_h",
        lambda s, i, t: "+".join(
            f"{s.at('W_hh', k, i)}*{s.at('h_prev', k, t)}" for k in range(s.size("W_hh")[0])
        ) + f"+{s.bias(i)}",
        "weights-transposed",
        "full",
    ),
    "tanh of each part": Mistake(
        "h",
        lambda s, i, t: f"TANH({s.at('a_x', i, t)})+TANH({s.at('a_h', i, t)})",
        "activation-before-the-sum",
    ),
    "no tanh": Mistake("h", total, "activation-left-out"),
    "sigmoid": Mistake("h", lambda s, i, t: sigmoid(total(s, i, t)), "another-function"),
    "not divided": Mistake("p", lambda s, i, t: s.at("exps", i, t), "not-normalised"),
    "no maximum": Mistake(
        "exps", lambda s, i, t: f"EXP({s.at('logits', i, t)})", "largest-not-taken-off"
    ),
    "no exponential": Mistake(
        "exps",
        lambda s, i, t: f"{s.at('logits', i, t)}-{s.at('logits_max', 0, t)}",
        "activation-left-out",
    ),
    "minus": Mistake("a_h", lambda s, i, t: f"{s.recurrent(i, t)}-{s.bias(i)}", "sign-turned"),
    "minus in the sum": Mistake(
        "h", lambda s, i, t: f"TANH({s.at('a_x', i, t)}-{s.at('a_h', i, t)})", "sign-turned"
    ),
    "times for plus": Mistake(
        "h",
        lambda s, i, t: f"TANH({s.at('a_x', i, t)}*{s.at('a_h', i, t)})",
        "added-not-multiplied",
    ),
    "one step late": Mistake(
        "h",
        lambda s, i, t: (
            f"TANH({shifted('a_x', -1)(s, i, t)}+{s.at('a_h', i, t)})" if t else
            f"TANH({s.at('a_h', i, t)})"
        ),
        "wrong-time-step",
    ),
    "two steps back": Mistake(
        "h_prev",
        lambda s, i, t: s.at("h", i, t - 2) if t > 1 else s.at("h_0", i, 0),
        "wrong-time-step",
    ),
    "sum of a row": Mistake(
        "exps_sum", lambda s, i, t: f"SUM({s.row('exps', 0)})", "row-not-column"
    ),
    "sum of everything": Mistake(
        "exps_sum", lambda s, i, t: "SUM(exps)", "row-not-column"
    ),
    "another unit": Mistake(
        "h",
        lambda s, i, t: (
            f"TANH({s.at('a_x', (i + 1) % s.size('h')[0], t)}+{s.at('a_h', i, t)})"
        ),
        "wrong-row",
    ),
    "no $": Mistake(
        "a_h",
        lambda s, i, t: f"{spread(s, 'w_hh', i, t)}*{s.at('h_prev', i, t)}+{s.bias(i)}",
        "dollar-missing",
        "tied",
    ),
    "no $ at the weights": Mistake(
        "a_x",
        lambda s, i, t: "+".join(
            f"{_off(s, 'W_xh', i, k, t)}*{s.at('x', k, t)}" for k in range(s.size("W_xh")[1])
        ),
        "dollar-missing",
    ),
}  # fmt: skip


def _off(s: Sheet, name: str, i: int, k: int, t: int) -> str:
    from xlrnn.formula.cell import Cell

    cell = s.book[name].located().cell(i, k)
    return str(Cell(cell.row, cell.column + t))
