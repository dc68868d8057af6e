"""Styles of workbooks that are read: what is the same in many files is worked out once.

openpyxl makes objects of every font, fill, border and format; the same XML always becomes the same.
"""

import types
from copy import copy
from functools import lru_cache
from typing import Any, Final

# Kept are the styles of so many files, of so many bytes each.
_FILES: Final = 8
_LARGEST: Final = 200_000


def apply_kept_styles() -> Any:
    """Return openpyxl's way of giving a workbook its styles, with another one of reading them."""
    from openpyxl.styles import stylesheet

    own = {"fromstring": bytes, "Stylesheet": _Stylesheets}  # the XML is parsed where it is new
    return types.FunctionType(stylesheet.apply_stylesheet.__code__, {**vars(stylesheet), **own})


class _Stylesheets:
    """Stands for openpyxl's class where it reads."""

    @staticmethod
    def from_tree(xml: bytes) -> Any:
        """Return styles that a workbook may add to."""
        styles = _again(_short(xml) if len(xml) <= _LARGEST else _read(xml))
        for name in ("number_formats", "protections", "alignments", "cell_styles"):
            setattr(styles, name, _list_again(getattr(styles, name)))
        styles.named_styles = type(styles.named_styles)([*map(_again, styles.named_styles)])
        for style in styles.named_styles:
            style._style = copy(style._style)
        return styles


def _again(one: Any) -> Any:
    """Return an object with the same parts; openpyxl's own copies go by way of XML."""
    again = object.__new__(type(one))
    vars(again).update(vars(one))
    return again


def _list_again(indexed: Any) -> Any:
    """Return a list with the same index, which may be of fewer values than the list."""
    again = type(indexed)()
    list.extend(again, indexed)
    again._dict, again.clean = {**indexed._dict}, indexed.clean
    return again


def _read(xml: bytes) -> Any:
    from openpyxl.styles.stylesheet import Stylesheet
    from openpyxl.xml.functions import fromstring

    return Stylesheet.from_tree(fromstring(xml))


_short = lru_cache(maxsize=_FILES)(_read)
