"""Formulas that reach out of the workbook: to the network, other programs or other files."""

import re
from typing import Final

_OUTSIDE: Final = (
    *("WEBSERVICE", "RTD", "DDE", "CALL", "EXEC", "IMAGE", "PY", "SQL.REQUEST", "STOCKHISTORY"),
    *("REGISTER", "REGISTER.ID", "CUBEKPIMEMBER", "CUBEMEMBER", "CUBEMEMBERPROPERTY"),
    *("CUBERANKEDMEMBER", "CUBESET", "CUBESETCOUNT", "CUBEVALUE"),
)
_CALL: Final = re.compile(
    rf"(?<![A-Za-z0-9])({'|'.join(map(re.escape, _OUTSIDE))})\s*\(", re.IGNORECASE
)
_OTHER_BOOK: Final = re.compile(r"'(?:[^']|'')*\[(?:[^']|'')*'!|\[[^\[\]]+\][\w.]*!|'#")
_OTHER_PROGRAM: Final = re.compile(r"[\w']\s*\|\s*(?:'|[\w.]+!)")
# To rule the rest out quickly, a sheet is searched once, without all that is in no such name.
_LETTERS: Final = bytes(range(256)).upper()
_NO_LETTERS: Final = bytes(
    set(range(128)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz(")
)
_HINTS: Final = (
    *(b"REGISTER", b"CUBE", b"WEBSERVICE(", b"RTD(", b"DDE(", b"CALL(", b"EXEC(", b"IMAGE("),
    *(b"PY(", b"SQLREQUEST(", b"STOCKHISTORY("),
)
_MARKS: Final = ("[", "|", 't="dataTable"')
_BEFORE_HASH: Final = ("'", "&apos;", "&")


def why_left_out(formula: str) -> str:
    """Say why an engine must not see a formula, "" if it may.

    Example:
        >>> why_left_out('_xlfn.WEBSERVICE("http://example.org/"&A1)')
        'calls WEBSERVICE'
    """
    if call := _CALL.search(formula):
        return f"calls {call[1].upper()}"
    if _OTHER_BOOK.search(formula):
        return "refers to another workbook"
    if _OTHER_PROGRAM.search(formula):
        return "asks another program (DDE)"
    return ""


def may_reach_out(cells: str) -> bool:
    """Say whether formulas have to be looked at one by one; a quick search tells."""
    if any(mark in cells for mark in _MARKS):
        return True
    if any(piece.endswith(_BEFORE_HASH) for piece in cells.split("#")[:-1]):
        return True
    letters = cells.encode().translate(_LETTERS, _NO_LETTERS)
    return any(hint in letters for hint in _HINTS)
