"""The pieces of a formula: the one place where its text is cut."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

_RARE: Final = r"\\\U00010000-\U0010ffff"  # in names: a backslash, and pictures such as emoji
_WORD: Final = rf"(?:[^\W\d]|[{_RARE}])[\w.?{_RARE}]*"
_ADDRESS: Final = r"\$?[A-Za-z]{1,3}\$?[0-9]{1,7}"
_TOKEN: Final = re.compile(
    rf"""
      (?P<text>"(?:[^"]|"")*")
    | (?P<array>\{{[^{{}}]*\}})
    | (?P<table>(?:{_WORD})?\[(?:'.|[^\[\]']|\[(?:'.|[^\[\]'])*\])*\])
    | (?:(?P<sheet>'(?:[^']|'')+'|{_WORD})!)?(?:
          (?P<error>\#(?:REF!(?:{_ADDRESS}(?::{_ADDRESS})?)?|VALUE!|N/A|NAME\?|DIV/0!|NUM!|NULL!))
        | (?P<area>(?:{_ADDRESS}(?::{_ADDRESS})?
            | \$?[A-Za-z]{{1,3}}:\$?[A-Za-z]{{1,3}} | \$?[0-9]+:\$?[0-9]+)(?![\w(.!]))
        | (?P<call>{_WORD})\(
        | (?P<name>{_WORD}))
    | (?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?)
    | (?P<open>\() | (?P<close>\)) | (?P<comma>[,;]) | (?P<space>\s+)
    | (?P<operator><>|<=|>=|[-+*/^&=<>%:\#@]) | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_PREFIX: Final = re.compile(r"(?:_xl(?:fn|ws|udf)\.)+", re.IGNORECASE)


class Token(NamedTuple):
    """A piece of a formula.

    Args:
        kind: text, array, table, error, area, call, name, number, open, close, comma, space,
            operator or other; "call" ends with its parenthesis.
        text: how it stands there.
        sheet: the sheet that it names, "" if none.
        word: the name of what it refers to or calls, without sheet and prefix.
    """

    kind: str
    text: str
    sheet: str
    word: str


@lru_cache(maxsize=20_000)
def tokens_of(formula: str) -> tuple[Token, ...]:
    """Cut a formula, without its `=`, into pieces, blanks included.

    Example:
        >>> [token.kind for token in tokens_of("SUM(A1:A3,h_2)")]
        ['call', 'area', 'comma', 'name', 'close']
    """
    return tuple(map(_token, _TOKEN.finditer(formula)))


def _token(match: re.Match[str]) -> Token:
    kind = match.lastgroup or "other"
    sheet = match["sheet"] or ""
    if sheet.startswith("'"):
        sheet = sheet[1:-1].replace("''", "'")
    word = _PREFIX.sub("", match[kind]).upper() if kind == "call" else match[kind]
    return Token(kind, match[0], sheet, word)


def functions_in(formula: str) -> set[str]:
    """Return the names of the functions that a formula calls, in capitals, prefixes included.

    Example:
        >>> sorted(functions_in('IF(ABS(h)>1,"SIN(x)",0)'))
        ['ABS', 'IF']
    """
    calls: set[str] = set()
    name = ""
    for match in _TOKEN.finditer(formula):  # thousands of formulas are looked at when one is built
        kind = match.lastgroup
        if kind == "call":
            calls.add(match[0][:-1].upper())
        elif kind == "open" and name:
            calls.add(name)
        if kind != "space":
            name = match[0].upper() if kind == "name" else ""
    return calls


def names_in(formula: str) -> Iterator[str]:
    """Yield the defined names in a formula, in the order in which they stand there."""
    return (token.word for token in tokens_of(formula) if token.kind == "name")


def only_range(text: str) -> Token | None:
    """Return the one range with a sheet that is all of a text, as a defined name stands for it.

    Example:
        >>> only_range("'Tom''s sheet'!$A$1:$B$2").sheet, only_range("A1"), only_range("x!A1+1")
        ("Tom's sheet", None, None)
    """
    tokens = tokens_of(text.strip().removeprefix("="))
    alone = len(tokens) == 1 and tokens[0].kind == "area" and tokens[0].sheet != ""
    return tokens[0] if alone else None


def joined(tokens: Sequence[Token], others: Mapping[int, str]) -> str:
    """Write a formula with other texts at some positions."""
    return "".join(others.get(at, token.text) for at, token in enumerate(tokens))
