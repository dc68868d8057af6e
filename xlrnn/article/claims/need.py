"""What is claimed of applications: inputs and outputs of various kinds and lengths."""

from typing import Final

from xlrnn.article.claims.claim import Claim, Section, Verdict

CLAIMS: Final = (
    Claim(
        "sentiment-many-to-one",
        Section.NEED,
        "In sentiment classification a recurrent network maps tweets of any length to one answer.",
        Verdict.HOLDS,
        check="trained.applications",
    ),
    Claim(
        "captions-one-to-many",
        Section.NEED,
        "In image captioning it maps one picture to a sequence of words.",
        Verdict.HOLDS,
        check="trained.applications",
    ),
    Claim(
        "translation-many-to-many",
        Section.NEED,
        "In translation inputs and outputs are sentences, both of varying lengths.",
        Verdict.HOLDS,
        check="trained.applications",
    ),
    Claim(
        "answer-of-fixed-size",
        Section.NEED,
        "A tweet varies in length, but the answer has one type and size.",
        Verdict.HOLDS,
        check="sheets.applications",
    ),
    Claim(
        "picture-of-fixed-size",
        Section.NEED,
        "A picture may have one size, while its description varies in length.",
        Verdict.HOLDS,
        check="sheets.applications",
    ),
    Claim(
        "both-lengths-vary",
        Section.NEED,
        "In translation the input as well as the output varies in length.",
        Verdict.HOLDS,
        check="sheets.applications",
    ),
)
