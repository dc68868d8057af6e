"""What is no language in a tweet: @names and links out, entities back to characters."""

import html
import re

_NAME = re.compile(r"@\w+")
_LINK = re.compile(r"https?://\S+")
_SITE = re.compile(r"www\.\S+")


def without_addresses(text: str) -> str:
    """Return a text in lower case without @names and links.

    Example:
        >>> without_addresses("@ann look: http://example.org now")
        ' look:  now'
    """
    return _SITE.sub("", _LINK.sub("", _NAME.sub("", text)))


def without_entities(text: str) -> str:
    """Return a text with the characters that entities stand for, also where they are so twice.

    Example:
        >>> without_entities("you &amp;lt;3 me &amp; him")
        'you <3 me & him'
    """
    return html.unescape(html.unescape(text)) if "&" in text else text
