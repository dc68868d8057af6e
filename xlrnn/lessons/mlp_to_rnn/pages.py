"""The pages of the way from an MLP to a recurrent network: both networks, and their comparison."""

from xlrnn.formula.block import Block, Rule
from xlrnn.formula.expression import Expression, Number
from xlrnn.formula.functions import equal, where
from xlrnn.formula.writing.equation import at_step
from xlrnn.lessons.hello.hello import HelloLesson, short
from xlrnn.names import Role
from xlrnn.sheet.book import Book
from xlrnn.sheet.layers import one_hot
from xlrnn.sheet.layers.hidden_layer import hidden_layer, output_layer
from xlrnn.sheet.page import Chart, ChartKind
from xlrnn.sheet.pages.layers import LayersPage
from xlrnn.sheet.pages.time.page import TimePage

OWN, SAME = "their own", "the same"
SHARED = ("one", "one")


def compare_page(lesson: HelloLesson, book: Book) -> TimePage:
    """Write letters, the choice, the states of both networks, and how many weights they need."""
    page = book.page(
        TimePage,
        "compare",
        "Both networks side by side",
        f"{short(lesson.word)}: does an MLP with a layer for each letter calculate what a "
        "recurrent network does? Choose in the yellow cell which weights its layers have.",
    )
    page.about = "the states of both networks, and how many weights each needs"
    page.left_heading = "choose"
    page.weights("sharing", choices=(OWN, SAME))
    x = one_hot.one_hot(page)
    book.name_columns(x, "x")
    book.name_columns(book["letter"], "letter")
    page.weights("h_0")
    of_mlp = _gathered(page, book, "mlp_h", "of the MLP: its layers from left to right")
    of_rnn = _gathered(page, book, "rnn_h", "of the RNN: one layer, used again and again")
    states = ((of_mlp, "MLP"), (of_rnn, "RNN"))
    page.band(
        "networks_apart",
        name="apart",
        key="apart",
        rule=lambda i, t: of_mlp[i, t] - of_rnn[i, t],
    )
    page.chart(
        Chart(
            "States of both networks",
            tuple((block, _units(called, lesson.units)) for block, called in states),
            axes=("after the letter", ""),
            kind=ChartKind.LINES,
        )
    )
    _count(page, lesson)
    return page


def _units(called: str, count: int) -> tuple[str, ...]:
    return tuple(f"{called}, unit {i + 1}" for i in range(count))


def _gathered(page: TimePage, book: Book, name: str, notation: str) -> Block:
    """Write the states of all layers as columns beside each other."""
    return page.band(
        "h",
        name=name,
        key=name,
        rule=lambda i, t: book[f"{name}_{t + 1}"][i, 0],
        notation=notation,
    )


def _count(page: TimePage, lesson: HelloLesson) -> None:
    """Write how many weights each network needs for words of one letter, two, three and so on."""
    letters, units = page.book.sizes["letter"], lesson.units
    recurrent, biases = (1, 1) if lesson.tied else (units * units, units)
    page.section("How many weights, up to this letter")
    layer = page.weights("per_layer", rule=lambda _, __: recurrent + biases + _grid(units, letters))
    mlp = page.band("mlp_weights", rule=lambda _, t: (t + 1) * layer + output)
    output: Block = page.weights("per_output", rule=lambda _, __: _grid(letters, units))
    rnn = page.band("rnn_weights", rule=lambda _, __: layer + output)
    page.chart(
        Chart(
            "Weights needed",
            ((mlp, ("MLP",)), (rnn, ("RNN",))),
            axes=("up to the letter", ""),
        )
    )


def _grid(rows: int, columns: int) -> Expression:
    """Return the size of a matrix as a product that a reader sees in the cell."""
    return Number(rows) * columns


def rnn_page(lesson: HelloLesson, book: Book) -> LayersPage:
    """Write the recurrent network, unrolled: the weights of the first layer in all layers."""
    page = book.page(
        LayersPage,
        "rnn",
        "The recurrent network: the same weights in all layers",
        "Blue weights stand in the first layer alone; the others read them from there. "
        "Everything stands where it does on the page “mlp”.",
    )
    page.about = "the recurrent network, unrolled: all layers read the weights of the first"
    page.vocabulary = book["vocabulary"]
    firsts: dict[str, Block] = {}
    before = book["h_0"]
    for number in range(1, len(lesson.letters) + 1):
        page.group(_heading(number))
        weights = {}
        for name, (quantity, dims) in _weights(lesson).items():
            if number == 1:
                weights[name] = firsts[name] = page.beside(quantity, quantity, quantity, dims=dims)
                continue
            first = firsts[name]
            weights[name] = page.beside(
                f"{quantity} again",
                quantity,
                f"rnn_{quantity}_{number}",
                dims=dims,
                role=Role.CALCULATION,
                rule=lambda i, k, first=first: first[i, k],
            ).showing(step=number - 1)
        page.prefix = "rnn_"
        before = hidden_layer(page, number, book["x"], before, weights)
        page.prefix = ""
    page.group("Output, after the last letter")
    W_hy = page.beside("W_hy", "W_hy", "W_hy")
    page.prefix = "rnn_"
    output_layer(page, before, W_hy)
    page.prefix = ""
    return page


def mlp_page(lesson: HelloLesson, book: Book) -> LayersPage:
    """Write the MLP: every layer has weights of its own, or takes those of the other network."""
    page = book.page(
        LayersPage,
        "mlp",
        "The MLP: a hidden layer for each letter",
        "Each layer reads a letter and the layer before. Its own weights stand on the right "
        f"(blue); with “{SAME}” on the page “compare” it takes those of the page “rnn”.",
    )
    page.about = "the MLP: each layer with weights of its own"
    page.vocabulary = book["vocabulary"]
    same = equal(book["sharing"], SAME)
    before = book["h_0"]
    for number in range(1, len(lesson.letters) + 1):
        page.group(_heading(number))
        weights = {
            name: page.beside(
                f"{quantity}_{number}",
                quantity,
                f"mlp_{quantity}_{number}",
                dims=dims,
                role=Role.CALCULATION,
                rule=_chosen(book, same, quantity, number),
                notation=f"{quantity} of page rnn if weights are “{SAME}”, else its own {quantity}",
            ).showing(step=number - 1)
            for name, (quantity, dims) in _weights(lesson).items()
        }
        page.prefix = "mlp_"
        before = hidden_layer(page, number, book["x"], before, weights)
        page.prefix = ""
        for quantity, dims in _weights(lesson).values():
            name = f"own_{quantity}_{number}"
            page.beside(f"own {quantity}_{number}", quantity, name, dims=dims)
    page.group("Output, after the last layer")
    W_hy = book["W_hy"]
    shown = page.beside(
        "W_hy", "W_hy", "mlp_W_hy", role=Role.CALCULATION, rule=lambda k, i: W_hy[k, i]
    )
    page.prefix = "mlp_"
    output_layer(page, before, shown)
    page.prefix = ""
    return page


def _chosen(book: Book, same: Expression, quantity: str, number: int) -> Rule:
    """Return the rule of a layer's weight: its own, or that of the recurrent network."""
    shared = book[quantity]
    return lambda i, k: where(same, shared[i, k], book[f"own_{quantity}_{number}"][i, k])


def _heading(number: int) -> str:
    return f"Layer {number} reads letter {number}"


def _weights(lesson: HelloLesson) -> dict[str, tuple[str, tuple[str, str]]]:
    """Return the weights of a layer: what each is called in this form, and its dims."""
    if lesson.tied:
        return {
            "W_xh": ("W_xh", ("unit", "letter")),
            "W_hh": ("w_hh", SHARED),
            "b_h": ("b_h", SHARED),
        }
    return {
        "W_xh": ("W_xh", ("unit", "letter")),
        "W_hh": ("W_hh", ("unit", "unit")),
        "b_h": ("b_h", ("unit", "one")),
    }


def equations_page(lesson: HelloLesson, book: Book) -> TimePage:
    """Write both networks as array formulas: they differ in the names of the weights alone."""
    page = book.page(
        TimePage,
        "equations",
        "The same as equations",
        "An array formula for each layer. Compare the two: the names of the MLP's weights have "
        "numbers, those of the recurrent network have none.",
    )
    page.about = "both networks in matrices, an array formula a layer"
    page.letters_in_header("letter_eq", lambda _, t: book["letter"][0, t], Role.LABEL)
    page.vocabulary = book["vocabulary"]
    page.band("x", name="x_eq", equation="IF(EXACT(vocabulary, letter_t), 1, 0)")
    for network in ("mlp", "rnn"):
        page.band(
            "h",
            name=f"{network}_h_eq",
            key=f"{network}_h",
            equation=lambda t, network=network: _equation(lesson, network, t + 1),
            notation=NOTATIONS[network].replace("W_hh", lesson.recurrent),
        )
        book.name_columns(book[f"{network}_h_eq"], f"{network}_state")
    return page


NOTATIONS = {
    "mlp": "MLP: h_t = tanh(W_xh_t · x_t + W_hh_t · h_(t−1) + b_h_t)",
    "rnn": "RNN: h_t = tanh(W_xh · x_t + W_hh · h_(t−1) + b_h)",
}


def _equation(lesson: HelloLesson, network: str, number: int) -> str:
    before = f"{network}_state_{number - 1}" if number > 1 else "h_0"
    W_xh, W_hh, b_h = (
        f"mlp_{name}_{number}" if network == "mlp" else name
        for name in ("W_xh", lesson.recurrent, "b_h")
    )
    recurrent = f"{W_hh}*{before}" if lesson.tied else f"MMULT({W_hh}, {before})"
    return at_step(f"TANH(MMULT({W_xh}, x_t) + {recurrent} + {b_h})", number)
