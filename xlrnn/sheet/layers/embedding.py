"""The embedding layer, as formulas: a word's number becomes a row of a table."""

from xlrnn.formula.block import Block
from xlrnn.formula.functions import equal, index, match, where
from xlrnn.names import Role
from xlrnn.sheet.column import Source
from xlrnn.sheet.pages.time.page import TimePage, Weights


def embedding(
    page: TimePage,
    word: Source,
    *,
    tokens: bool,
    mask_zero: bool,
    weights: Weights | None = None,
) -> tuple[Block, Block | None]:
    """Write the rows that the sheet carries, and x_t = E[word_t].

    INDEX stands in array formulas: in a plain one Excel 365 would show it as `@INDEX`.

    Args:
        page: the page, with time running to the right.
        word: the words' numbers.
        tokens: whether it is known what the numbers stand for.
        mask_zero: whether number 0 means "no word".
        weights: how the table is declared; by default as constants, left of what it produces.

    Returns:
        x, and which steps count, if that is asked for.
    """
    counts = None
    if mask_zero:
        counts = page.band(
            "step_counts",
            name="counts",
            key=f"{page.prefix}counts",
            notation="1 if the number of the word is not 0, else 0",
            rule=lambda _, t: where(equal(word[0, t], 0), 0, 1),
        )
    declare = weights or page.weights
    ids = declare("word_ids", role=Role.PARAMETER)
    texts = declare("token", role=Role.PARAMETER) if tokens else None
    table = declare("E")
    place = page.band("place", rule=lambda _, t: match(word[0, t], ids[:, 0], 0))
    if texts is not None:
        page.band("read", rule=lambda _, t: index(texts[:, 0], place[0, t]), array=True, below=True)
    x = page.band(
        "embedded",
        name="x",
        key=f"{page.prefix}x",
        rule=lambda k, t: index(table[:, k], place[0, t]),
        array=True,
    )
    return x, counts


def embedding_equation(page: TimePage, word: str, words: str = "") -> Block:
    """Write the look-up as one array formula for each time step.

    Args:
        page: the page.
        word: what the words' numbers are called.
        words: what stands before the names of the table, if that is not the prefix of the page.
    """
    p = page.prefix
    of = words or p
    return page.band(
        "embedded",
        name="x_eq",
        key=f"{p}x",
        equation=f"TRANSPOSE(INDEX({of}E, MATCH({word}, {of}word_ids, 0), 0))",
    )
