"""A sentence becomes numbers, as formulas: the same as `text.tokenizer` and `text.padding` do.

1. Lower case; tabs and line breaks become spaces, and many spaces become one.
2. Each sign that is no part of a word becomes a space, in the same way.
3. The words are taken off the front one by one; each is looked up in the list of words.
4. The last known words are the steps; behind a short sentence stands 0.

Words end at spaces, and no formula shows a position: programs differ in how many characters an
emoji has, and here it does not matter.
"""

from dataclasses import dataclass
from typing import Final

from xlrnn.formula.block import Block
from xlrnn.formula.expression import Expression
from xlrnn.formula.functions import (
    char,
    concatenate,
    countif,
    equal,
    find,
    greater,
    index,
    is_number,
    left,
    len_,
    less_equal,
    lower,
    match,
    max_,
    mid,
    substitute,
    trim,
    where,
)
from xlrnn.names import Role
from xlrnn.sheet.pages.table import Column, Table
from xlrnn.sheet.pages.text import TextPage, WordsPage
from xlrnn.sheet.pages.time.page import TimePage

TAB, LINE_BREAK = 9, 10
AT_ONCE: Final = 4
"""So many signs are taken out by one formula, short enough to be read."""
KNOWN, UNKNOWN = "known", "unknown"
NOTHING, NO_KNOWN = "nothing: no word was read", "nothing: no word is known"
SOME = "known words"
"""What the answer rests on: without a known word it says nothing of the sentence."""
PARTLY, BEGINNING = "words, some of them unknown", "its first words: there is no room for the rest"
"""The same where unknown words are no gaps."""
NO_WORD: Final = "(none)"
"""Stands for number 0 in the list of words; no word has parentheses."""


@dataclass(frozen=True)
class WordList:
    """The list of words that a workbook carries.

    Args:
        numbers: the number of each word.
        words: the words.
    """

    numbers: Block
    words: Block


def words_page(page: WordsPage, *, vectors: bool) -> WordList:
    """Write the list of words, and beside it the table of their vectors if there is one.

    Args:
        page: the page, which knows how many words and features there are.
        vectors: whether the words have vectors.
    """
    listed = WordList(
        page.add("word_ids", role=Role.PARAMETER), page.add("token", role=Role.PARAMETER)
    )
    columns = [Column("number", listed.numbers), Column("word", listed.words)]
    if vectors:
        columns.append(Column("its vector", page.add("E")))
    page.table("The words that this workbook knows", "the most frequent first", *columns)
    return listed


def sentence_page(
    page: TextPage, listed: WordList, signs: str, about: str, *, gaps: bool = True
) -> tuple[Block, Block]:
    """Write steps 1 to 3; return the numbers of the words and how many are known so far.

    Args:
        page: the page, which knows how many words it has room for (`slot`).
        listed: the list of words.
        signs: the characters that are no part of a word, besides tab and line break.
        about: what is said above the sentence.
        gaps: whether unknown words are left out; else something stands for them.
    """
    sentence = page.add("sentence")
    cleared = _cleared(page, sentence, signs)
    unread, word = _next_words(page, cleared[cleared.shape[0] - 1, 0])
    found = page.add("in_list", rule=lambda k, _: _in_list(word[k, 0], listed))
    number = page.add("number", rule=lambda k, _: _number(found, word, listed, k), array=True)
    known: Block = page.add(
        "known_so_far",
        rule=lambda k, _: (known[k - 1, 0] if k else 0) + where(equal(found[k, 0], KNOWN), 1, 0),
    )
    last = word.shape[0] - 1

    def rests_on() -> Expression:
        if gaps:
            return _understood(word[0, 0], known[last, 0])
        return _heard(word[0, 0], found, left_over[0, 0])

    understood = page.add("understood", rule=lambda _, __: rests_on())
    page.tables.insert(
        0,
        Table(
            "The sentence",
            about,
            (Column("the sentence", sentence), Column("what the answer rests on", understood)),
        ),
    )
    page.table(
        "Word by word",
        "Each row takes a word off the front and looks it up. "
        + ("What is not in the list is left out." if gaps else "What is not there is unknown."),
        Column("what is still to be read", unread),
        Column("the next word", word),
        Column("in the list?", found),
        Column("its number", number),
        Column("known so far", known),
    )
    left_over = page.add("left_over", rule=lambda _, __: _behind(unread[last, 0], word[last, 0]))
    page.table(
        "What there is no room for",
        f"The words behind the first {last + 1}; nobody reads them.",
        Column("left over", left_over),
    )
    return number, known


def _understood(first_word: Expression, known: Expression) -> Expression:
    """Say in words what the answer rests on."""
    return where(equal(first_word, ""), NOTHING, where(equal(known, 0), NO_KNOWN, SOME))


def _heard(first_word: Expression, found: Block, left_over: Expression) -> Expression:
    """Say the same where unknown words are no gaps, and those without room are not read."""
    unknown = where(greater(countif(found[:, 0], UNKNOWN), 0), PARTLY, SOME)
    return where(equal(first_word, ""), NOTHING, where(equal(left_over, ""), unknown, BEGINNING))


def _cleared(page: TextPage, sentence: Block, signs: str) -> Block:
    """Write steps 1 and 2, a few signs at a time."""
    few = few_at_once(signs)
    spaced: Expression = sentence[0, 0]
    for code in (TAB, LINE_BREAK):
        spaced = substitute(spaced, char(code), " ")
    lowered = page.add("lowered", rule=lambda _, __: trim(lower(spaced)))
    cleared: Block = page.add(
        "without_signs",
        rule=lambda k, _: _without(few[k], cleared[k - 1, 0] if k else lowered[0, 0]),
        sizes={"sign": len(few)},
    )
    page.table("Lower case", "Tabs and line breaks are spaces.", Column("in lower case", lowered))
    page.table(
        "Signs become spaces",
        "Each row replaces a few of them and leaves a single space between two words.",
        Column("a space in the place of each", cleared),
        Column("of these", ["  ".join(signs) for signs in few]),
    )
    return cleared


def few_at_once(signs: str) -> list[str]:
    """Return the signs that each formula takes out.

    Example:
        >>> few_at_once("!?.,;")
        ['!?.,', ';']
    """
    return [signs[k : k + AT_ONCE] for k in range(0, len(signs), AT_ONCE)]


def _without(signs: str, text: Expression) -> Expression:
    """Put a space in the place of each sign, and one in the place of many.

    At the ends stays none: LibreOffice loses those of a stored result.
    """
    for sign in signs:
        text = substitute(text, sign, " ")
    return trim(text)


def _next_words(page: TextPage, plain: Expression) -> tuple[Block, Block]:
    """Write what is to be read in each row, and its first word."""
    word: Block
    unread: Block = page.add(
        "unread",
        rule=lambda k, _: _behind(unread[k - 1, 0], word[k - 1, 0]) if k else plain,
    )
    word = page.add(
        "next_word",
        rule=lambda k, _: left(unread[k, 0], find(" ", concatenate(unread[k, 0], " ")) - 1),
    )
    return unread, word


def _behind(text: Expression, word: Expression) -> Expression:
    """Return what stands behind the first word and its space."""
    return mid(text, len_(word) + 2, len_(text))


def _in_list(word: Expression, listed: WordList) -> Expression:
    """Say whether a word is in the list; behind the last word, nothing."""
    found = is_number(match(word, listed.words[:, 0], 0))
    return where(equal(word, ""), "", where(found, KNOWN, UNKNOWN))


def _number(found: Block, word: Block, listed: WordList, k: int) -> Expression:
    """Return the number of a word, 0 if it is not in the list."""
    place = match(word[k, 0], listed.words[:, 0], 0)
    return where(equal(found[k, 0], KNOWN), index(listed.numbers[:, 0], place), 0)


def steps(page: TimePage, listed: WordList, number: Block, known: Block, key: str) -> Block:
    """Write step 4 and what the numbers stand for; return the numbers.

    Args:
        page: the page, with time running to the right.
        listed: the list of words.
        number: the numbers of the words of the sentence.
        known: how many of them are known, up to each.
        key: where the numbers are in the trace.
    """
    total = known[known.shape[0] - 1, 0]
    seen: Block = page.band(
        "seen",
        rule=lambda _, t: seen[0, t - 1] + 1 if t else max_(total - page.steps, 0) + 1,
    )
    word = page.band(
        "word",
        role=Role.CALCULATION,
        key=key,
        notation="the number of that word; 0 behind the last one",
        rule=lambda _, t: where(
            less_equal(seen[0, t], total.pinned()),
            index(number[:, 0], match(seen[0, t], known[:, 0], 0)),
            0,
        ),
        array=True,
    )
    page.band(
        "read",
        rule=lambda _, t: index(listed.words[:, 0], match(word[0, t], listed.numbers[:, 0], 0)),
        array=True,
        below=True,
    )
    return word
