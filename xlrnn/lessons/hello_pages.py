"""How the pages of `hello-forward` read: the article's steps 1 to 7, in words of our own."""

from typing import TYPE_CHECKING

from xlrnn.sheet.block import Block
from xlrnn.sheet.book import Book
from xlrnn.sheet.check import Compared, check_page, mark_blocks
from xlrnn.sheet.first_page import FirstPage
from xlrnn.sheet.layers.dense import dense, dense_equation
from xlrnn.sheet.layers.one_hot import one_hot, one_hot_equation
from xlrnn.sheet.layers.simple_rnn import simple_rnn, simple_rnn_equation
from xlrnn.sheet.layers.softmax import predicted, predicted_equation, softmax, softmax_equations
from xlrnn.sheet.reference import reference_page
from xlrnn.sheet.time_page import TimePage

if TYPE_CHECKING:
    from xlrnn.lessons.hello_forward import HelloForward


def build(lesson: "HelloForward") -> Book:
    """Return the workbook, laid out."""
    sizes = {
        "letter": len(lesson.vocabulary),
        "unit": lesson.units,
        "step": len(lesson.letters),
    }
    book = Book(lesson.name, lesson.options, lesson.title, sizes)
    first = book.page(FirstPage, "start", lesson.title, _subtitle(lesson))
    steps = _steps_page(book, lesson)
    equations = _equations_page(book, lesson)
    calculated = [
        block for page in (steps, equations) for band in page.bands for block in band.blocks
    ]
    pairs = [(book[block.quantity], block) for block in calculated if block.page == equations.name]
    inputs = [book[name] for name in lesson.input_names]
    # The check page stands before NumPy's numbers, which it compares with.
    references = reference_page(book, steps)
    summaries = check_page(book, Compared(inputs, calculated, pairs, references))
    book.pages[-2:] = reversed(book.pages[-2:])
    for page in (steps, equations):
        mark_blocks(page, calculated, summaries["verdicts"])
    _first_page(first, book, lesson, summaries)
    book.lay_out()
    return book


def _steps_page(book: Book, lesson: "HelloForward") -> TimePage:
    letters, units = book.sizes["letter"], lesson.units
    page = book.page(
        TimePage,
        "forward",
        lesson.title,
        f"{_short(lesson.word)}, one letter at a time: {letters} letters in, {units} hidden units, "
        f"{letters} letters out. Numbers before a title are the article's steps. Change a yellow "
        "or blue cell and everything follows.",
    )
    page.hints = ("steps 1–3", "steps 4–7", *["again"] * (page.steps - 2))[: page.steps]
    x = one_hot(page)
    h = simple_rnn(page, x, tied=lesson.tied)
    logits = dense(page, h)
    p = softmax(page, logits)
    predicted(page, p, book["vocabulary"])
    page.chart(p, "What the network expects next")
    book.name_columns(book["letter"], "letter")
    return page


def _equations_page(book: Book, lesson: "HelloForward") -> TimePage:
    page = book.page(
        TimePage,
        "equations",
        "The same as equations",
        "Matrices by their names, one array formula for each equation and step: "
        "click a cell and read it.",
    )
    page.notes_heading = "the array formula of the first step"
    one_hot_equation(page, book["letter"], book["vocabulary"])
    simple_rnn_equation(page, tied=lesson.tied)
    dense_equation(page)
    softmax_equations(page)
    predicted_equation(page)
    for quantity in ("x", "h", "logits", "exps", "p"):
        book.name_columns(book[f"{quantity}_eq"], quantity)
    return page


def _first_page(
    page: FirstPage, book: Book, lesson: "HelloForward", summaries: dict[str, Block]
) -> None:
    page.verdict("this program against NumPy", summaries["numpy"])
    page.verdict("step by step against the equations", summaries["notation"])
    page.diagram(book["letter"], book["predicted"], ("W_xh", _recurrent(lesson), "W_hy"))
    page.heading("The steps of the article")
    for text, name in _steps(lesson):
        page.paragraph(text, book[name])
    page.heading("Try this")
    for text in _things_to_try(lesson):
        page.paragraph(text)
    page.heading("The pages")
    page.paragraph("forward: every number, step by step, time running to the right", book["x"])
    page.paragraph("equations: the same in matrices, an array formula a step", book["x_eq"])
    page.paragraph("check: whether this program calculates what NumPy does", summaries["numpy"])
    page.paragraph("numpy: the numbers it compares with", book["ref_x"])
    page.heading("Where the numbers come from")
    for text in _sources(lesson):
        page.paragraph(text)


def _recurrent(lesson: "HelloForward") -> str:
    return "w_hh" if lesson.tied else "W_hh"


def _short(word: str, most: int = 30) -> str:
    """Quote a word; of a long one, only how it begins."""
    return f"“{word}”" if len(word) <= most else f"“{word[:most]}…”"


def _subtitle(lesson: "HelloForward") -> str:
    return (
        f"A recurrent network reads {_short(lesson.letters)} letter by letter and says what it "
        "expects next: every number is a formula."
    )


def _steps(lesson: "HelloForward") -> list[tuple[str, str]]:
    """Return steps 1 to 7 and the block that each leads to."""
    first, then = lesson.letters[0], lesson.letters[1:2]
    following = f"the next letter, “{then}”" if then else "the next letter"
    shared = "one number each for all units" if lesson.tied else "a matrix, and a bias a unit"
    return [
        (
            f"1   The letter “{first}” as a one-hot column picks its column of W_xh: W_xh · x_t.",
            "a_x",
        ),
        (
            f"2   What the network remembers: {_recurrent(lesson)} · h_(t−1) + b_h, {shared}. "
            "At first there is nothing: h_0 = 0.",
            "a_h",
        ),
        ("3   The sum of both goes through tanh: the new state h_t, between −1 and 1.", "h"),
        (f"4   Now {following}: the state moves one column on and becomes h_(t−1).", "h_prev"),
        ("5   Steps 1 to 3 again with the same weights: the state now holds both letters.", "h"),
        ("6   The state times W_hy is a score for each letter: y_t = W_hy · h_t.", "logits"),
        ("7   Softmax makes probabilities of the scores; the largest is the prediction.", "p"),
    ]


def _things_to_try(lesson: "HelloForward") -> tuple[str, ...]:
    zero = "w_hh to 0" if lesson.tied else "all of W_hh to 0"
    return (
        "•  Change the first letter on the page “forward”: the first column changes most, later "
        "ones less and less.",
        f"•  Set {zero}: the network forgets, and the same letter gives the same state wherever "
        "it stands.",
        "•  Put 5 into the last row of W_hy: watch the probability of that letter in the chart.",
    )


def _sources(lesson: "HelloForward") -> tuple[str, ...]:
    learnt = "the network has learnt nothing yet."
    weights = (
        "The weights are those of the article “Introduction to Recurrent Neural Networks” "
        f"(D. Gupta): random numbers, so {learnt}"
    )
    if lesson.seed is not None:
        weights = f"The weights are random numbers, drawn with seed {lesson.seed}: {learnt}"
    form = (
        "As in the article, w_hh and b_h are 1×1, shared by all units. The RNN of the textbooks "
        "has a matrix W_hh and a bias for each unit: build it with --set form=textbook."
    )
    if not lesson.tied:
        form = (
            "This is the textbooks' form: a matrix W_hh and a bias for each unit. In the article "
            "both are 1×1, shared by all units: build it with --set form=article."
        )
    return weights, form, "Made by xlrnn. To check a changed workbook: xlrnn verify FILE"
