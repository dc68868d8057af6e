"""A decoder that goes on by itself, as formulas: what comes out of a step goes into the next.

1. writing_t = 1 until the end mark came out, then 0
2. fed_t = the row of the start mark at first, then what was chosen in the step before
3. x_t = E[fed_t]
4. chosen_t = the row of the largest p_t
5. the word of that row, and all words so far

Where it writes no longer, 2 and 4 are 0, 3 is 0 throughout, and 5 is nothing. Whatever lies between
3 and 4 (a recurrent layer, attention, softmax) stands on pages of its own.
"""

from dataclasses import dataclass
from typing import Final

from xlrnn.formula.block import Block
from xlrnn.formula.expression import Expression, Operand
from xlrnn.formula.functions import concatenate, equal, index, match, max_, trim, where
from xlrnn.names import Role
from xlrnn.sheet.pages.time.page import TimePage

START: Final = "<start>"
END: Final = "<end>"
"""What stands for the beginning and the end in the list of words."""
ENDED, CUT = "ended", "cut off: the steps are over"
"""What is said of a text that has its end mark, and of one that has not."""


class Decoding:
    """The loop of a decoder: one page says what goes in, another what comes out.

    Args:
        tokens: the words, a row each: those of the table that is looked up, and of p.

    Attributes:
        writing: which steps count, once `goes_in` has written it.
        word: what comes out, once `comes_out` has written it.
    """

    def __init__(self, tokens: Block) -> None:
        self.tokens = tokens
        self.writing: Block
        self.word: Block
        self._chosen: Block

    def goes_in(self, page: TimePage, table: Block, first: Operand = 1) -> Block:
        """Write equations 1 to 3, with the words over the steps; return x.

        Args:
            page: the page, a column for each step.
            table: the vectors of the words, a row each.
            first: whether anything is written at all: 1 or 0.
        """
        self.words_above(page)
        tokens, p = self.tokens, page.prefix

        def still(t: int) -> Operand:
            return where(equal(self.word[0, t - 1], END), 0, writing[0, t - 1]) if t else first

        def before(t: int) -> Expression:
            return self._chosen[0, t - 1] if t else match(START, tokens[:, 0], 0)

        writing = page.band("writing", rule=lambda _, t: still(t))  # 1
        self.writing = writing
        fed = page.band("fed", rule=lambda _, t: where(equal(writing[0, t], 1), before(t), 0))  # 2
        return page.band(
            "looked_up",
            name="x",
            key=f"{p}x",
            rule=lambda k, t: where(equal(fed[0, t], 0), 0, index(table[:, k], fed[0, t])),
            array=True,
        )  # 3

    def words_above(self, page: TimePage, name: str = "fed_word") -> None:
        """Put the word that goes into each step over it; columns without one are grey.

        Args:
            page: the page.
            name: what the block of these words is called, behind the page's prefix.
        """
        page.letters_called = "goes in"
        page.quiet = page.letters_in_header(
            name,
            lambda _, t: where(equal(self.writing[0, t], 1), self._before_in_words(t), ""),
            Role.LABEL,
            quantity="fed_word",
            key="fed_word",
        )

    def words_out_above(self, page: TimePage, name: str = "word") -> None:
        """Put the word that comes out of each step over it; arguments as of `words_above`."""
        page.letters_called = "comes out"
        page.quiet = page.letters_in_header(
            name, lambda _, t: self.word[0, t], Role.LABEL, quantity="read", key="came_out"
        )

    def _before_in_words(self, t: int) -> Operand:
        return self.word[0, t - 1] if t else START

    def comes_out(self, page: TimePage, p: Block) -> Block:
        """Write equations 4 and 5; return the words so far, of which the last are the text.

        Args:
            page: the page, a column for each step.
            p: how likely each word is.
        """
        writing, tokens = self.writing, self.tokens
        chosen = page.band(
            "chosen",
            rule=lambda _, t: where(equal(writing[0, t], 1), match(max_(p[:, t]), p[:, t], 0), 0),
        )  # 4
        self._chosen = chosen
        word = page.band(
            "came_out",
            rule=lambda _, t: where(equal(chosen[0, t], 0), "", index(tokens[:, 0], chosen[0, t])),
            array=True,
        )  # 5
        self.word = word

        def joined(t: int) -> Expression:
            own = where(equal(word[0, t], END), "", word[0, t])
            return trim(concatenate(so_far[0, t - 1], " ", own)) if t else own

        so_far = page.band("so_far", rule=lambda _, t: joined(t), below=True)
        return so_far

    def ended(self, t: int) -> Expression:
        """Say whether the text has its end mark; nothing is written at its end, too.

        Args:
            t: the last step.
        """
        cut = where(equal(self.word[0, t], END), ENDED, CUT)
        return where(equal(self.writing[0, t], 1), cut, ENDED)


def goes_in_equations(page: TimePage, names: "LoopNames", first: str) -> Block:
    """Write equations 1 to 3 as formulas over names; return x.

    They read `chosen` of the equations, too: a loop that fetched it from the other notation would
    follow from that in all its cells, and prove nothing.

    Args:
        page: the page.
        names: what blocks and columns are called.
        first: what says whether anything is written at all, as one step's name.
    """
    writing, fed, chosen, token = names.writing, names.fed, names.chosen, names.token

    def still(t: int) -> str:  # 1
        if not t:
            return first
        return f'IF({chosen}_{t} = MATCH("{END}", {token}, 0), 0, {writing}_{t})'

    def before(t: int) -> str:  # 2
        row = f"{chosen}_{t}" if t else f'MATCH("{START}", {token}, 0)'
        return f"IF({writing}_{t + 1} = 1, {row}, 0)"

    for quantity, columns, equation in (("writing", writing, still), ("fed", fed, before)):
        block = page.band(
            quantity, name=f"{quantity}_eq", key=f"{page.prefix}{quantity}", equation=equation
        )
        page.book.name_columns(block, columns)
    return goes_in_equation(page, f"{fed}_t", names.table)  # 3


def goes_in_equation(page: TimePage, fed: str, table: str) -> Block:
    """Write equation 3 as one array formula for each step.

    Args:
        page: the page.
        fed: what the columns of `fed` are called, `_t` included.
        table: what the table is called.
    """
    return page.band(
        "looked_up",
        name="x_eq",
        key=f"{page.prefix}x",
        equation=f"IF({fed} = 0, 0, TRANSPOSE(INDEX({table}, MAX({fed}, 1), 0)))",
    )


def comes_out_equation(page: TimePage, p: str, writing: str, columns: str = "") -> Block:
    """Write equation 4 over names, a formula for each step.

    Args:
        page: the page.
        p: what the columns of p are called, `_t` included.
        writing: the same of `writing`.
        columns: what the columns of it are called, where equations read them.
    """
    block = page.band(
        "chosen",
        name="chosen_eq",
        equation=f"IF({writing} = 1, MATCH(MAX({p}), {p}, 0), 0)",
    )
    if columns:
        page.book.name_columns(block, columns)
    return block


@dataclass(frozen=True)
class LoopNames:
    """What equations call the parts of the loop; of columns without their number.

    Args:
        writing: the columns of equation 1.
        fed: the columns of equation 2.
        chosen: the columns of equation 4.
        token: the list of words.
        table: their vectors.
    """

    writing: str
    fed: str
    chosen: str
    token: str
    table: str
