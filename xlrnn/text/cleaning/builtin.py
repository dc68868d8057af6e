"""The cleaner that needs nothing."""

import html
import re
from collections.abc import Iterable, Iterator


def clean(texts: Iterable[str]) -> Iterator[str]:
    """Yield each text cleaned."""
    for text in texts:
        plain = re.sub(r"@\w+|https?://\S+", " ", html.unescape(text).lower())
        yield " ".join(re.findall(r"\w+(?:'\w+)*", plain))
