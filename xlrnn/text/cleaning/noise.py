"""What is no language: @names, links and line breaks of HTML out, entities to characters."""

import html
import re

_NAME = re.compile(r"@\w+")
_LINK = re.compile(r"https?://\S+")
_SITE = re.compile(r"www\.\S+")
_TAG = re.compile(r"[<&](?:(?<=<)|lt;)/?(?:br|p|i|b|em|strong|hr|div|span|u)\s*/?(?:>|&gt;)")

_SIGNS_OF_TAGS = ("br", "/", "p", "hr")


def without_addresses(text: str) -> str:
    """Return a text in lower case without @names, links and the plain tags of HTML.

    Example:
        >>> without_addresses("@ann look: http://example.org now<br />or never")
        ' look:  now or never'
    """
    if _may_hold_tags(text):  # which is found out much faster
        text = _TAG.sub(" ", text)  # before links, which would take a tag behind them along
    return _SITE.sub("", _LINK.sub("", _NAME.sub("", text)))


def _may_hold_tags(text: str) -> bool:
    opened = [sign for sign in ("<", "&lt;") if sign in text]
    return any(sign + tag in text for sign in opened for tag in _SIGNS_OF_TAGS)


def has_breaks(text: str) -> bool:
    """Return whether a text holds HTML's line breaks.

    Example:
        >>> has_breaks("so<br />good"), has_breaks("the <br")
        (True, False)
    """
    return "<br" in text and _TAG.search(text.lower()) is not None


def without_entities(text: str) -> str:
    """Return a text with the characters that entities stand for, also where they are so twice.

    Example:
        >>> without_entities("you &amp;lt;3 me &amp; him")
        'you <3 me & him'
    """
    return html.unescape(html.unescape(text)) if "&" in text else text
