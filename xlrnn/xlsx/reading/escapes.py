"""How signs are written in XML and in the strings of spreadsheets, which the signs would break."""

import re
from typing import Final

_PREDEFINED: Final = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_REFERENCE: Final = re.compile(r"&(?:#([0-9]{1,7})|#x([0-9A-Fa-f]{1,6})|([a-z]+));|&")
_X_ESCAPE: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def unescape(text: str) -> str:
    """Replace the character references of XML text."""
    return _REFERENCE.sub(_referenced, text) if "&" in text else text


def _referenced(match: re.Match[str]) -> str:
    decimal, hexadecimal, name = match.groups()
    if decimal or hexadecimal:
        return chr(int(decimal) if decimal else int(hexadecimal, 16))
    if name not in _PREDEFINED:
        raise ValueError(f"{match[0]} is no XML")
    return _PREDEFINED[name]


def escape(text: str) -> str:
    """Write text so that it can stand in XML."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;").replace("\r", "&#13;")


def decode_x(text: str) -> str:
    """Decode the escapes `_xHHHH_` with which spreadsheet strings hold control characters."""
    if "_x" not in text:
        return text
    text = _X_ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    if _SURROGATE.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text
