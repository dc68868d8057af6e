"""Which model a lesson's workbook holds: of most lessons a small one, of some none."""

from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import UsageError
from xlrnn.lessons.cells.gates import side_by_side
from xlrnn.lessons.hello.hello import HelloLesson
from xlrnn.lessons.hello.training import HelloTraining
from xlrnn.nn.layers.dense import Dense
from xlrnn.nn.layers.input_layer import Input
from xlrnn.nn.layers.simple_rnn import SimpleRNN
from xlrnn.nn.models import Sequential
from xlrnn.verify.subject.locate import Located
from xlrnn.weights.exported import expect_zero_states
from xlrnn.weights.found import Answer, Found, Part
from xlrnn.weights.shown import Shown

Array = NDArray[Any]
EXACT: Final[dict[str, Any]] = {"dtype": "float64"}
Weight = tuple[Array, Sequence[Located]]
"""The numbers of a weight, as they stand on the sheet, and where that is."""

TIED: Final = (
    "w_hh and b_h, which all units share, become W_hh with w_hh on its diagonal, and a bias of "
    "equal numbers: other programs have no such layer"
)
REFUSED: Final = {
    "vanishing-gradient": "it holds three networks beside each other, of which none has an output",
    "translation": "its model writes word by word, which the sheet does and no single model",
    "captioning": "its model writes word by word, which the sheet does and no single model",
}


def hello(lesson: Any, shown: Shown, epoch: int | None) -> Found:  # noqa: ARG001
    """Return the article's network, with a probability for each letter after every step."""
    weights = {name: _weight(shown, name) for name in _names(lesson)}
    return _network(lesson, shown, weights, _answer(shown, "p"))


def mlp_to_rnn(lesson: Any, shown: Shown, epoch: int | None) -> Found:  # noqa: ARG001
    """Return the recurrent network of the two, with a probability for each letter at the end."""
    weights = {name: _weight(shown, name) for name in _names(lesson)}
    notes = ["the recurrent network was taken; the MLP beside it has weights of its own"]
    answer = _answer(shown, "rnn_p_last")
    return _network(lesson, shown, weights, answer, every_step=False, notes=notes)


def hello_training(lesson: HelloTraining, shown: Shown, epoch: int | None) -> Found:
    """Return the network with the weights of one row, which are those it reads the word with.

    Raises:
        UsageError: if there is no such row.
    """
    row = lesson.epochs if epoch is None else epoch
    if not 1 <= row <= lesson.epochs:
        raise UsageError(f"epoch is {epoch}: expected 1 to {lesson.epochs}, the rows of training")
    weights = {}
    for name in _names(lesson):
        blocks = [shown.block(key) for key in _rows_of(name, lesson)]
        lines = [shown.row(block, row - 1) for block in blocks]
        weights[name] = (lines[0][:, None] if name == "b_h" else np.stack(lines)), blocks
    answers = [shown.block(f"e_p_{t + 1}") for t in range(len(lesson.letters))]
    p = [shown.row(block, row - 1, calculated=True) for block in answers]
    notes = [f"the weights are those of row {row}, with which that epoch reads the word"]
    also = f" to {len(p)}, row {row}," if len(p) > 1 else f", row {row},"
    answer = Answer(answers[0], np.stack(p, axis=1), also)
    return _network(lesson, shown, weights, answer, row=row - 1, notes=notes)


def _rows_of(name: str, lesson: HelloTraining) -> list[str]:
    """Return the keys of a weight's rows in the table of epochs."""
    rows = {"W_xh": lesson.units, "W_hh": lesson.units, "W_hy": len(lesson.vocabulary)}
    if rows.get(name, 1) == 1:
        return [f"e_{name}"]
    return [f"e_{name}_{number + 1}" for number in range(rows[name])]


def cell(lesson: Any, shown: Shown, epoch: int | None) -> Found:  # noqa: ARG001
    """Return the one layer of a lesson on a gated cell, with its state after every step."""
    expect_zero_states(shown, [f"{name}_0" for name in lesson.memories])
    if (shown.numbers("counts") != 1).any():
        raise UsageError(
            "counts leaves out steps, and a model of one layer reads all: put 1 into its cells"
        )
    names = [f"{kind}{gate}" for kind in ("W_x", "W_h", "b_") for gate in lesson.gates]
    names += [f"b_h{gate}" for gate in lesson.gates if getattr(lesson, "reset_after", False)]
    blocks = [shown.block(name) for name in names]
    cells = {name: shown.numbers_of(each) for name, each in zip(names, blocks, strict=True)}
    layer = lesson.layer(side_by_side(cells, lesson.gates))
    model = _begun([layer], lesson.features)
    answer = shown.block("h")
    sample = shown.numbers("x").T[None]
    return Found(model, [sample], [Answer(answer, shown.calculated(answer))],
                 [Part(layer.name, blocks)])  # fmt: skip


def _network(
    lesson: HelloLesson,
    shown: Shown,
    weights: Mapping[str, Weight],
    answer: Answer,
    *,
    every_step: bool = True,
    row: int | None = None,
    notes: Sequence[str] = (),
) -> Found:
    """Make the article's network from its weights as they stand on the sheet."""
    expect_zero_states(shown, ["h_0"])
    W_xh, W_hh, b_h, W_hy = (numbers for numbers, _ in weights.values())
    units, letters = W_xh.shape
    if lesson.tied:
        W_hh, b_h = W_hh[0, 0] * np.eye(units), np.repeat(b_h, units, axis=0)
    rnn = SimpleRNN(units, weights=[W_xh.T, W_hh.T, b_h[:, 0]], return_sequences=every_step,
                    **EXACT)  # fmt: skip
    output = Dense(letters, "softmax", use_bias=False, weights=[W_hy.T], **EXACT)
    model = _begun([rnn, output], letters)
    blocks = [blocks for _, blocks in weights.values()]
    parts = [Part(rnn.name, [*chain(*blocks[:-1])], row), Part(output.name, blocks[-1], row)]
    known = ", ".join(lesson.vocabulary)
    notes = [*notes, f"its letters, in and out, are {known}, in this order", *[TIED] * lesson.tied]
    sample = shown.calculated(shown.block("x")).T[None]
    return Found(model, [sample], [answer], parts, notes)


def _weight(shown: Shown, name: str) -> Weight:
    block = shown.block(name)
    return shown.numbers_of(block), [block]


def _answer(shown: Shown, key: str) -> Answer:
    block = shown.block(key)
    return Answer(block, shown.calculated(block))


def _names(lesson: HelloLesson) -> list[str]:
    """Return the names of the weights: those of the layer, then that of the output."""
    return ["W_xh", lesson.recurrent, "b_h", "W_hy"]


def _begun(layers: Sequence[Any], features: int) -> Sequential:
    return Sequential([Input((None, features), **EXACT), *layers])


MODELS: Final[Mapping[str, Callable[[Any, Shown, int | None], Found]]] = {
    "hello-forward": hello,
    "hello-bptt": hello,
    "hello-training": hello_training,
    "mlp-to-rnn": mlp_to_rnn,
    "lstm-cell": cell,
    "gru-cell": cell,
}
"""Those that hold a model, by their names."""
