"""All claims, in the order of the article."""

from typing import Final

from xlrnn.article.claims import (
    bptt,
    excel,
    introduction,
    keras,
    need,
    neuron,
    others,
    vanishing,
    what,
)
from xlrnn.article.claims.claim import Claim

LEDGER: Final[tuple[Claim, ...]] = (
    *introduction.CLAIMS,
    *need.CLAIMS,
    *what.CLAIMS,
    *neuron.CLAIMS,
    *excel.CLAIMS,
    *bptt.CLAIMS,
    *keras.CLAIMS,
    *vanishing.CLAIMS,
    *others.CLAIMS,
)
