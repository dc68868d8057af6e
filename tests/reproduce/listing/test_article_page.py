"""What the page of the article says of the listing is what the checks find."""

from pathlib import Path

from xlrnn.article.listing import AS_PRINTED
from xlrnn.reproduce.listing.model import PARAMETERS
from xlrnn.reproduce.listing.printed import printed, whole
from xlrnn.tasks.sentiment.settings import usual
from xlrnn.tasks.sentiment.split import split

DOCS = Path(__file__).parents[3] / "docs"
SECTION = (DOCS / "article.md").read_text(encoding="utf-8").split("## The Keras listing")[1]
SAYS = " ".join(SECTION.split())


def test_what_runs(setting):
    found = printed(setting)
    blocks, lines = found["listing-blocks"].numbers, found["listing-lines"].numbers
    run = lines["statements"] - lines["never"]
    assert f"Python stops at line {whole(AS_PRINTED).numbers['line']}." in SAYS
    assert f"{blocks['run']} of its {blocks['blocks']} blocks run" in SAYS
    assert f"{run} of its {lines['statements']} statements; the eight others" in SAYS
    assert lines["never"] == 8


def test_numbers_of_tweets_and_of_weights():
    parts = split(1_599_999, usual("as-printed", {}))
    learned, judged = len(parts.train), len(parts.held_out)
    assert f"it learns from {learned:,} and validates with {judged:,}" in SAYS
    assert f"{PARAMETERS:,} numbers to learn" in SAYS
