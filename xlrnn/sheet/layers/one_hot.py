"""One-hot input, as formulas."""

from xlrnn.formula.block import Block
from xlrnn.formula.functions import exact, where
from xlrnn.names import Role
from xlrnn.sheet.column import BlockColumn, Source
from xlrnn.sheet.pages.time.page import TimePage


def one_hot(page: TimePage) -> Block:
    """Write the letters, the vocabulary, and x_t: 1 where a letter stands in the vocabulary."""
    letter = page.letters_in_header()
    vocabulary = page.vocabulary = page.add("vocabulary")
    return page.band(
        "x",
        rule=lambda k, t: where(exact(letter[0, t], vocabulary[k, 0]), 1, 0),
        labels=vocabulary,
    )


def is_one_hot(x: Source) -> bool:
    """Tell whether a layer reads letters as columns with a single 1."""
    block = x.block if isinstance(x, BlockColumn) else x
    return block.quantity == "x"


def next_letter(page: TimePage, letter: Block) -> Block:
    """Write the letter that comes next, of the last step an input."""
    last = page.weights("letter", ("one", "one"), "last_letter", key="last_letter")
    steps = letter.shape[1]
    return page.band("target", rule=lambda _, t: letter[0, t + 1] if t + 1 < steps else last[0, 0])


def one_hot_target(page: TimePage, target: Block, vocabulary: Block) -> Block:
    """Write the same as one-hot: what the probabilities should have been."""
    return page.band(
        "y_true",
        rule=lambda k, t: where(exact(target[0, t], vocabulary[k, 0]), 1, 0),
    )


def one_hot_equation(page: TimePage, letter: Block, vocabulary: Block) -> Block:
    """Write the same as one array formula for each step."""
    page.letters_in_header("letter_eq", lambda _, t: letter[0, t], Role.LABEL)
    page.vocabulary = vocabulary
    return page.band("x", name="x_eq", equation="IF(EXACT(vocabulary, letter_t), 1, 0)")
