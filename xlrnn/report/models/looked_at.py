"""What a model looked at for its answers, as a picture."""

from collections.abc import Sequence
from typing import Any

from xlrnn.report.models.attention import attention_picture
from xlrnn.report.models.captioned import captioned_picture
from xlrnn.tasks.caption.predict import Caption
from xlrnn.tasks.translate.predict import Translation


def looked_at_picture(answers: Sequence[Any]) -> bytes:
    """Return a PNG: of captions the pictures, else the attention of translations.

    Raises:
        UsageError: if there is nothing to draw, or what draws is not installed.
    """
    if captions := [one for one in answers if isinstance(one, Caption)]:
        return captioned_picture(captions)
    return attention_picture([one for one in answers if isinstance(one, Translation)])
