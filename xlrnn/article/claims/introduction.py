"""What the introduction claims: the order of a sequence carries its meaning."""

from typing import Final

from xlrnn.article.claims.claim import Claim, Section, Verdict

CLAIMS: Final = (
    Claim(
        "jumbled-words",
        Section.INTRODUCTION,
        "A sentence whose words are jumbled makes no sense to a neural network either.",
        Verdict.CORRECTED,
        "what the order of the words says is lost; what single words say is still understood.",
        check="trained.jumbled",
    ),
    Claim(
        "time-series-order",
        Section.INTRODUCTION,
        "In a time series the order in time carries what there is to know.",
        Verdict.HOLDS,
        check="trained.sequences",
    ),
    Claim(
        "genome-order",
        Section.INTRODUCTION,
        "In a genome, too, another order is another meaning.",
        Verdict.HOLDS,
        check="trained.sequences",
    ),
    Claim(
        "needs-what-came-before",
        Section.INTRODUCTION,
        "For such data a network needs access to what came before.",
        Verdict.HOLDS,
        check="sheets.memory",
    ),
)
