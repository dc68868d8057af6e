"""How good sentences are: exact matches, and BLEU and chrF where sacrebleu is installed."""

from collections.abc import Sequence
from itertools import zip_longest

HINT = "for BLEU and chrF: pip install 'xlrnn[bleu]'"


def scores(found: Sequence[str], expected: Sequence[Sequence[str]]) -> dict[str, float]:
    """Return how like sentences are to those that are expected, by name.

    1. exact = the share that is the same as one of those expected
    2. bleu, chrf from 0 to 100, as sacrebleu has them (Papineni et al. 2002, Popović 2015); they
       are left out where it is not installed.

    Args:
        found: the sentences.
        expected: for each of them all that are right.
    """
    same = sum(one in right for one, right in zip(found, expected, strict=True))
    values = {"exact": same / len(expected)}  # 1
    try:
        from sacrebleu import corpus_bleu, corpus_chrf
    except ImportError:
        return values
    # The first of each, the second of each, …; None where one has no more.
    references = [list(each) for each in zip_longest(*expected)]
    values["bleu"] = float(corpus_bleu(list(found), references).score)  # 2
    values["chrf"] = float(corpus_chrf(list(found), references).score)
    return values
