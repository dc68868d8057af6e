"""What is printed beside a block and the rule that it is marked by say the same."""

import re

import numpy as np
import pytest

from tests.exercises.notation import NoEquationError, Value, evaluate
from xlrnn import lessons
from xlrnn.exercises.ask.defaults import defaults
from xlrnn.exercises.ask.many_trials import ManyTrials
from xlrnn.exercises.ask.questions import fillable
from xlrnn.exercises.ask.trials import trials
from xlrnn.formula.block import Block
from xlrnn.sheet.book import Book

FORMS = {
    "hello-forward": [{}, {"form": "textbook"}],
    "hello-bptt": [{}, {"form": "textbook"}, {"units": "1"}],
    "hello-training": [{}, {"form": "textbook"}],
    "lstm-cell": [{}, {"units": "1", "steps": "1"}],
    "gru-cell": [{}, {"form": "reset-before"}, {"units": "1"}],
    "mlp-to-rnn": [{}],
    "vanishing-gradient": [{}],
    "sentiment": [{}],
}
# What a textbook calls the blocks that the sheet calls otherwise, a column of a step each.
CALLED = {
    "y_true_t": ("y_true", "goal"),
    "a_i": ("a_input",), "a_f": ("a_forget",), "a_g": ("a_candidate",), "a_o": ("a_output",),
    "a_z": ("a_update",), "a_r": ("a_reset",), "q_t": ("recalled",), "v_t": ("looked_at",),
    "i_t": ("input",), "f_t": ("forget",), "g_t": ("candidate",), "o_t": ("output",),
    "z_t": ("update",), "r_t": ("reset",), "c_t": ("cell",), "dh_back_t": ("dh_back",),
    "da_i": ("da_input",), "da_f": ("da_forget",), "da_g": ("da_candidate",),
    "da_o": ("da_output",), "da_z": ("da_update",), "da_r": ("da_reset",),
    "di_t": ("d_input",), "df_t": ("d_forget",), "dg_t": ("d_candidate",), "do_t": ("d_output",),
    "dz_t": ("d_update",), "dr_t": ("d_reset",), "dq_t": ("d_recalled",), "dv_t": ("d_looked_at",),
    "L_t": ("loss",), "m_t": ("counts",), "max_t": ("logits_max",), "sum_t": ("exps_sum",),
    "y_t": ("logits",), "y": ("logits",), "max": ("logits_max",), "sum": ("exps_sum",),
    "counts": ("embedding_counts",), "x_t": ("x", "signal", "embedding_x"),
    "grad": ("arriving",),
}  # fmt: skip
# Quantities whose equation is in words, or in symbols of single numbers.
IN_WORDS = {
    "x", "predicted", "target", "y_true", "loss_change", "slope", "analytic", "slope_step",
    "w_hh", "b_h", "kept", "kept_state", "scaled", "starting", "jacobian",
    "felt", "felt_largest", "felt_norm", "memory_path", "memory_largest", "memory_norm", "heard",
    "steps_back", "arriving", "cosine", "dE_dy", "error", "error_nudged", "reach",
    "right_gradient", "right_chain", "nudged_slope", "term", "h_nudged", "y_nudged",
    "article_gradient", "dh_dy", "lowered", "without_signs", "unread", "next_word", "in_list",
    "number", "known_so_far", "left_over", "seen", "word", "step_counts", "place", "embedded",
    "epoch", "hits", "logits", "exps", "p", "networks_apart", "rate", "weight_row", "p_start",
    "p_end", "predicted_end", "all_right", "loss_end", "per_layer", "per_output", "mlp_weights",
    "rnn_weights", "h", "answer",
}  # fmt: skip
PREFIXES = ("rnn_", "mlp_", "lstm_", "gru_", "exploding_", "short_", "up_", "down_",
            "embedding_", "dense_", "input_")  # fmt: skip


@pytest.mark.parametrize(
    ("name", "form"), [(name, form) for name, forms in FORMS.items() for form in forms]
)
def test_what_is_printed_is_what_is_marked(name, form):
    lesson = lessons.get(name).chosen({**defaults(name).options, **form}, 3)
    book = lesson.book()
    (_, drawn) = trials(book.blocks, lesson.inputs(), 1, [2])
    sheets = {True: Epochs(book, drawn), False: Sheet(book, drawn)}
    compared, in_words = [], set()
    for block in fillable(book):
        assert block.notation, block.name
        sheet = sheets[block.dims[0] == "epoch"]
        try:
            printed = sheet.printed(block)
        except NoEquationError:
            in_words.add(block.quantity)
            continue
        np.testing.assert_allclose(printed, sheet.shown(block), rtol=1e-9, err_msg=block.name)
        compared.append(block.name)
    assert {quantity for quantity in in_words if not quantity.startswith("W_")} <= IN_WORDS
    assert len(compared) >= 9


class Sheet:
    """What the blocks of a lesson show with other inputs."""

    def __init__(self, book: Book, inputs: dict) -> None:
        self.book, self.many = book, ManyTrials([inputs], 100_000)

    def shown(self, block: Block) -> np.ndarray:
        height, width = block.shape
        cells = [[self.many.cell(block, i, t)[0] for t in range(width)] for i in range(height)]
        return np.array(cells)

    def printed(self, block: Block) -> np.ndarray:
        """What the equation of a block gives, column by column if they are steps."""
        text = block.notation.replace("p_t[target]", "Σ p_t · y_true_t")
        text, apart_by_step, _ = text.partition(", each step apart")
        steps = self.book.sizes["step"]
        columns = [
            evaluate(text, lambda word, t: self.look(block, word, t), step, steps)
            for step in (range(block.shape[1]) if block.stepwise else [_number(block, steps) - 1])
        ]
        if apart_by_step:
            columns = [column.reshape(-1, 1) for column in columns]
        columns = [np.broadcast_to(column, (block.shape[0], column.shape[1])) for column in columns]
        return np.broadcast_to(np.hstack(columns), block.shape)

    def look(self, of: Block, word: str, step: int) -> Value | None:
        """What a symbol stands for in the equation of a block."""
        at = step
        for by, end in ((-1, "_(t−1)"), (1, "_(t+1)")):
            if word.endswith(end):
                word, step = f"{word.removesuffix(end)}_t", step + by
        prefix = next((one for one in PREFIXES if of.name.startswith(one)), "")
        if step < 0:
            word, step = f"{word.removesuffix('_t')}_0", 0
        heard = ("heard",) if prefix == "exploding_" and word == "x_t" else ()
        for known in (*heard, *CALLED.get(word, ()), word.removesuffix("_t")):
            own = (f"{prefix}{known}_{step + 1}", f"{prefix}{known}", known)
            for name in (*own, f"rnn_{known}") if prefix == "exploding_" else own:
                if name not in self.book:
                    continue
                block = self.book[name]
                if not block.entry.text and (block is not of or step != at):
                    array = self.shown(block)
                    if block.stepwise:
                        return Value(array[:, step : step + 1]) if step < array.shape[1] else None
                    return Value(array, "W_" in word)
        return None


def _number(block: Block, last: int) -> int:
    """The step of a block that shows one."""
    number = block.name.rpartition("_")[2]
    return int(number) if number.isdigit() else last


class Epochs(Sheet):
    """What the columns of a training show, an epoch a row."""

    def printed(self, block: Block) -> np.ndarray:
        text = re.sub(r", (over|clip:|rate:|m and v|both) [^;]*", "", block.notation)
        text = re.sub(
            r"(\S+) of the row above", r"above_\1", text.replace("p_t of the right letter: ", "")
        )
        if block.notation.startswith(f"{block.name.removeprefix('e_')} − step_"):
            text = re.sub(r"(\S*W_\w+|\S*w_hh|\S*b_h)", r"above_\1", text.partition(";")[0])
        part, _, rest = text.partition(" of Σ")
        row = int(part.split()[1]) - 1 if rest else None
        text = f"Σ{rest}" if rest else text
        rows = []
        for epoch in range(block.shape[0]):
            now = self.of_epoch(text, epoch)
            values = [
                evaluate(now, lambda word, t, e=epoch: self.at(block, word, t, e), step, self.steps)
                for step in (range(self.steps) if block.stepwise else [0])
            ]
            values = [value[row] if rest else value for value in values]
            whole = np.concatenate([value.ravel() for value in values])
            rows.append(np.broadcast_to(whole, block.shape[1]))
        return np.array(rows)

    @property
    def steps(self) -> int:
        return self.book.sizes["step"]

    def of_epoch(self, text: str, epoch: int) -> str:
        """The equation of an epoch: that of the first one, that of the optimizer in use."""
        adam = self.shown(self.book["optimizer"])[0, 0] == "Adam"
        rule, *others = text.split("; ")
        for other in others:
            where, _, instead = other.partition(": ")
            if (where, epoch) == ("row 1", 0) or (where == "SGD" and not adam):
                rule = instead
        return rule.removeprefix("Adam: ")

    def at(self, of: Block, word: str, step: int, epoch: int) -> Value | None:
        """What a symbol stands for in an epoch; it is a column."""
        if word.startswith("above_"):
            return self.at(of, word.removeprefix("above_"), step, epoch - 1) if epoch else None
        for by, end in ((-1, "_(t−1)"), (1, "_(t+1)"), (0, "_t")):
            if word.endswith(end):
                word = f"{word.removesuffix(end)}_{step + 1 + by}"
        weight = of.name.removeprefix("e_step_").removeprefix("e_m_").removeprefix("e_v_")
        word = {"m": f"m_{weight}", "v": f"v_{weight}", **SETTINGS}.get(word, word)
        if word == "g":
            every = [b for b in self.book.blocks if b.quantity == "gradient_row" and b.rule]
            return Value(np.hstack([self.row(block, epoch).T for block in every]))
        if word.startswith("L_"):
            return Value(self.shown(self.book["e_losses"])[epoch, step].reshape(1, 1))
        rows = [self.book[name] for k in range(9) if (name := f"e_{word}_{k + 1}") in self.book]
        if word in ("W_xh", "W_hh", "W_hy"):
            return Value(np.vstack([self.row(block, epoch).T for block in rows]), matrix=True)
        if f"e_{word}" in self.book:
            return Value(self.row(self.book[f"e_{word}"], epoch))
        name, _, number = word.rpartition("_")
        if name in ("x", "y_true"):
            return Value(self.shown(self.book[name])[:, [int(number) - 1]])
        return Value(self.shown(self.book[word])) if word in self.book else None

    def row(self, block: Block, epoch: int) -> np.ndarray:
        """What a block shows in an epoch, as a column."""
        return self.shown(block)[[epoch]].T


# What the optimizer's equations call its cells.
SETTINGS = {"β₁": "beta_1", "β₂": "beta_2", "β₁ⁿ": "beta_1_power", "β₂ⁿ": "beta_2_power",
            "ε": "epsilon_adam", "norm": "gradient_norm", "factor": "gradient_scale"}  # fmt: skip
