"""Attention that a reader can steer, as formulas: a word that is typed gets all of it.

1. score_ts = query_t · key_s
2. hidden where there is no word
3. attention_t = softmax(score_t)
4. pointed_ts = 1 where the word of row s is typed over step t, else 0
5. steered_t = attention_t; where something is pointed at, the shares of 4
6. context_t = Σ_s steered_ts · value_s

Without anything typed this is `attention`. A word that stands twice gets two halves.
"""

from xlrnn.formula.block import Block
from xlrnn.formula.expression import Expression
from xlrnn.formula.functions import (
    concatenate,
    equal,
    exp,
    greater,
    index,
    match,
    max_,
    sum_,
    where,
)
from xlrnn.formula.sums import dot, inner
from xlrnn.names import Role
from xlrnn.sheet.layers.masking import counted
from xlrnn.sheet.pages.time.page import TimePage


def words_beside(page: TimePage, words: Block, name: str) -> Block:
    """Return the words of a sentence, one under the other, to stand beside rows.

    Args:
        page: the page on which they stand.
        words: the words, one beside the other.
        name: what the block is called, behind the page's prefix.
    """
    return page.add(
        "source_word",
        name=f"words_{name}",
        key="source_word",
        role=Role.LABEL,
        rule=lambda s, _: words[0, s],
        sizes={"source": words.shape[1]},
    )


def scores(page: TimePage, query: Block, keys: Block, counts: Block, words: Block) -> Block:
    """Write equations 1 to 3.

    Args:
        page: the page, a column for each step that asks.
        query: what each asks.
        keys: what each word is found by, a column a word.
        counts: which words there are.
        words: the words.
    """
    sizes = {"source": keys.shape[1]}
    score = page.band(
        "score",
        rule=lambda s, t: inner(query[:, t], keys[:, s]),
        labels=words_beside(page, words, "score"),
        sizes=sizes,
    )  # 1
    far = page.weights("far_below")

    def visible(s: int, t: int) -> Expression:
        return where(equal(counts[0, s], 1), score[s, t], score[s, t] - far[0, 0])

    masked = page.band(
        "masked_score", rule=visible, labels=words_beside(page, words, "masked"), sizes=sizes
    )  # 2
    exps = page.band(
        "attention_exps",
        rule=lambda s, t: exp(masked[s, t] - max_(masked[:, t])),
        labels=words_beside(page, words, "exps"),
        sizes=sizes,
    )
    attends = page.band(
        "attention",
        rule=lambda s, t: exps[s, t] / sum_(exps[:, t]),
        labels=words_beside(page, words, "attention"),
        sizes=sizes,
    )  # 3
    page.shares.append(attends)
    return attends


def steered_attention(
    page: TimePage, attends: Block, values: Block, writing: Block, words: Block
) -> Block:
    """Write equations 4 to 6, with the cells in which a reader types.

    Args:
        page: the page, a column for each step that asks.
        attends: equation 3.
        values: what each word says, a column a word.
        writing: which steps ask: the others find nothing.
        words: the words.
    """
    sizes = {"source": values.shape[1], "feature": values.shape[0]}
    forced = page.band("forced")

    def typed(s: int, t: int) -> Expression:
        # With nothing behind it a number that is typed is a text, too.
        here = equal(concatenate(forced[0, t], ""), words[0, s])
        return where(equal(words[0, s], ""), 0, where(here, 1, 0))

    pointed = page.band(
        "pointed", rule=typed, labels=words_beside(page, words, "pointed"), sizes=sizes
    )  # 4

    def share(s: int, t: int) -> Expression:
        typed = sum_(pointed[:, t])
        return where(greater(typed, 0), pointed[s, t] / typed, attends[s, t])

    steered = page.band(
        "steered", rule=share, labels=words_beside(page, words, "steered"), sizes=sizes
    )  # 5
    page.shares.append(steered)
    page.band(
        "looks_at",
        rule=lambda _, t: where(
            equal(writing[0, t], 1),
            index(words[0, :], match(max_(steered[:, t]), steered[:, t], 0)),
            "",
        ),
        array=True,
        below=True,
    )
    return page.band(
        "context",
        rule=lambda i, t: counted(writing, t, dot(values[i, :], steered[:, t]), 0),
        sizes=sizes,
    )  # 6


def scores_equations(page: TimePage, query: str, keys: str, counts: str, source: int) -> None:
    """Write equations 1 to 3 as array formulas, one for each step.

    Args:
        page: the page.
        query: what the columns of the query are called, without `_t`.
        keys: what the block of keys is called.
        counts: what the block is called that says which words there are.
        source: how many words there is room for.
    """
    p = page.prefix
    _equation(page, "score", f"MMULT(TRANSPOSE({keys}), {query}_t)", source)
    hidden = f"IF(TRANSPOSE({counts}) = 1, {p}score_t, {p}score_t - {p}far_below)"
    _equation(page, "masked_score", hidden, source)
    shifted = f"EXP({p}masked_score_t - MAX({p}masked_score_t))"
    _equation(page, "attention_exps", shifted, source)
    share = f"{p}attention_exps_t/SUM({p}attention_exps_t)"
    page.shares.append(_equation(page, "attention", share, source))


def steered_attention_equations(
    page: TimePage, attends: str, values: str, pointed: str, writing: str, sizes: tuple[int, int]
) -> None:
    """Write equations 5 and 6 as array formulas, one for each step.

    Args:
        page: the page.
        attends: what the columns of equation 3 are called, without `_t`.
        values: what the block of values is called.
        pointed: the same, of equation 4.
        writing: the same, of the steps that ask.
        sizes: how many words there is room for, and how many features a value has.
    """
    source, features = sizes
    typed = f"{pointed}_t/MAX(SUM({pointed}_t), 1)"
    share = f"IF(SUM({pointed}_t) > 0, {typed}, {attends}_t)"
    page.shares.append(_equation(page, "steered", share, source))
    found = f"IF({writing}_t = 1, MMULT({values}, {page.prefix}steered_t), 0)"
    _equation(page, "context", found, source, features)


def _equation(page: TimePage, quantity: str, text: str, source: int, features: int = 0) -> Block:
    """Write one equation, and name its columns for those that follow."""
    block = page.band(
        quantity,
        name=f"{quantity}_eq",
        key=f"{page.prefix}{quantity}",
        equation=text,
        sizes={"source": source, "feature": features},
    )
    page.book.name_columns(block, f"{page.prefix}{quantity}")
    return block
