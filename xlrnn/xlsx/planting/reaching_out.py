"""Formulas that reach out of the workbook: to the network, other programs or other files.

So does, for all that is known, whatever makes a reference of a text that is not known before.
"""

import re
from typing import Final

from xlrnn.formula.parsing.tokens import tokens_of

# Not decided: it may be honest, but no engine can be asked.
TEXT_UNKNOWN: Final = (
    "gives INDIRECT a text that is not known beforehand, and may name a file or an address"
)

# It would end an engine, or a program that opens the file.
TOO_DEEP: Final = "is longer or nested more deeply than spreadsheet programs take"
_LONGEST, _DEEPEST, _MOST_POWERS = 8_192, 256, 1_000
_SIGNS: Final = re.compile(rf"[-+%@(]{{{_DEEPEST}}}")

_OUTSIDE: Final = (
    *("WEBSERVICE", "RTD", "DDE", "CALL", "EXEC", "IMAGE", "PY", "SQL.REQUEST", "STOCKHISTORY"),
    *("REGISTER", "REGISTER.ID", "CUBEKPIMEMBER", "CUBEMEMBER", "CUBEMEMBERPROPERTY"),
    *("CUBERANKEDMEMBER", "CUBESET", "CUBESETCOUNT", "CUBEVALUE"),
    *("EVALUATE", "FOPEN", "FILES", "DIRECTORY", "DOCUMENTS", "GET.WORKBOOK", "GET.DOCUMENT"),
)
_CALL: Final = re.compile(
    rf"(?<![A-Za-z0-9])({'|'.join(map(re.escape, _OUTSIDE))})\s*\(", re.IGNORECASE
)
_OTHER_BOOK: Final = re.compile(
    r"'(?:[^']|'')*\[(?:[^']|'')*'!|\[[^\[\]]+\][\w.]*!|'(?:[^']|'')+'#|(?<![\w\]])\[[^\[\]']+\]\s*[\w'!]"
)
_OTHER_PROGRAM: Final = re.compile(r"[\w']\s*\|\s*(?:'|[\w.]+!)")
_INDIRECT: Final = re.compile(r"(?<![A-Z0-9_])INDIRECT(?![A-Z0-9_])")
# To rule the rest out quickly, a sheet is searched once, without all that is in no such name.
_LETTERS: Final = bytes(range(256)).upper()
_NO_LETTERS: Final = bytes(
    set(range(128)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz(")
)
_HINTS: Final = (
    *(b"REGISTER", b"CUBE", b"WEBSERVICE(", b"RTD(", b"DDE(", b"CALL(", b"EXEC(", b"IMAGE("),
    *(b"PY(", b"SQLREQUEST(", b"STOCKHISTORY(", b"INDIRECT", b"EVALUATE(", b"FOPEN(", b"FILES("),
    *(b"DIRECTORY(", b"DOCUMENTS(", b"GETWORKBOOK(", b"GETDOCUMENT("),
)
# Programs take these letters for I and S.
_TURKISH_I, _LONG_S = "\u0131", "\u017f"
_MARKS: Final = ("[", "|", 't="dataTable"')
_BEFORE_HASH: Final = ("'", "&apos;", "&")


def why_left_out(formula: str) -> str:
    """Say why an engine must not see a formula, "" if it may.

    Example:
        >>> why_left_out('_xlfn.WEBSERVICE("http://example.org/"&A1)')
        'calls WEBSERVICE'
    """
    if is_too_deep(formula):
        return TOO_DEEP
    if call := _CALL.search(formula.upper()):
        return f"calls {call[1]}"
    if _OTHER_BOOK.search(formula):
        return "refers to another workbook"
    if _OTHER_PROGRAM.search(formula):
        return "asks another program (DDE)"
    return TEXT_UNKNOWN if _reads_a_text(formula) else ""


def is_too_deep(formula: str) -> bool:
    """Tell whether a formula is longer, or nested more deeply, than spreadsheet programs take."""
    if len(formula) <= _DEEPEST:
        return False
    if len(formula) > _LONGEST or formula.count("^") > _MOST_POWERS:
        return True
    depth = deepest = 0
    for sign in formula if formula.count("(") > _DEEPEST else "":
        depth += (sign == "(") - (sign == ")")
        deepest = max(deepest, depth)
    return deepest > _DEEPEST or bool(_SIGNS.search("".join(formula.split())))


def _reads_a_text(formula: str) -> bool:
    """Tell whether INDIRECT stands in a formula, outside its texts as far as they are clear."""
    if not _INDIRECT.search(formula.upper()):
        return False
    tokens = tokens_of(formula)
    return any(
        token.kind == "other"
        or (token.kind in ("call", "name") and _INDIRECT.search(token.text.upper()))
        for token in tokens
    )


def may_reach_out(cells: str) -> bool:
    """Say whether formulas have to be looked at one by one; a quick search tells."""
    if any(mark in cells for mark in _MARKS):
        return True
    if any(piece.endswith(_BEFORE_HASH) for piece in cells.split("#")[:-1]):
        return True
    if _TURKISH_I in cells or _LONG_S in cells:
        return True
    letters = cells.encode().translate(_LETTERS, _NO_LETTERS)
    return any(hint in letters for hint in _HINTS)
