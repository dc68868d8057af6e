"""The listing's tweets: which of them it learns from, and what becomes of their words."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from xlrnn import nn
from xlrnn.article.listing import AS_PRINTED, Listing
from xlrnn.reproduce.evidence import Evidence, Setting
from xlrnn.reproduce.listing.changes import FEW_WORDS
from xlrnn.reproduce.listing.old_libraries import train_test_split
from xlrnn.reproduce.listing.reading import read_names
from xlrnn.reproduce.listing.running import Ran, run, run_whole
from xlrnn.reproduce.listing.transcript import linked

ARTICLE_ROWS: Final = 1_600_000


def data(setting: Setting, listing: Listing = AS_PRINTED) -> Mapping[str, Evidence]:
    """Follow the tweets from the file to what the model is given."""
    typed = listing.typed()
    ran = run_whole(setting, typed)
    few = run(setting, typed.changed(*FEW_WORDS))
    file = _file(ran)
    found = {
        "listing-header": header(ran, file),
        "listing-columns": columns(ran, file),
        "listing-two-classes": two_classes(ran),
        "listing-amount": amount(ran, len(file)),
        "listing-test-set": test_set(ran),
        "listing-seventy-thirty": seventy_thirty(ran, few),
        "listing-cleaned-tweets": cleaned_tweets(ran, file),
        "listing-sixteen-thousand": sixteen_thousand(few),
        "listing-nb-words": nb_words(ran, few),
        "listing-unique-tokens": unique_tokens(ran),
        "listing-validation-unseen": validation_unseen(ran),
        "listing-fifteen-words": fifteen_words(ran),
        "listing-last-words": last_words(ran),
    }
    return linked(setting, "data", ran, found)


def _file(ran: Ran) -> Any:
    """Return all rows of the file, without a header, since it has none."""
    import pandas as pd

    return pd.read_csv(ran.files.tweets, header=None, encoding="latin-1")


def header(ran: Ran, file: Any) -> Evidence:
    """See what `read_csv` makes of the first row."""
    lost, name = len(file) - len(ran["train"]), str(ran["train"].columns[5])
    confirmed = lost == 1 and name == file.iloc[0, 5]
    says = (
        f"Of {len(file):,} rows {len(ran['train']):,} are read. The column of the texts is called "
        f"“{name[:40]}”: {'the first tweet' if confirmed else 'no tweet'}."
    )
    return Evidence(confirmed, says, {"rows": len(file), "lost": lost})


def columns(ran: Ran, file: Any) -> Evidence:
    """Hold labels and texts against the file's own."""
    labels = sorted(set(ran["Y_train"]))
    same = list(ran["X_train"]) == list(file[5])[-len(ran["X_train"]) :]
    says = f"Labels: {', '.join(map(str, labels))}; the texts are the file's sixth column."
    return Evidence(labels == [0, 4] and same, says, {"labels": len(labels)})


def two_classes(ran: Ran) -> Evidence:
    """Look at what `get_dummies` makes of the labels."""
    shape, sums = ran["trainy"].shape, ran["trainy"].sum(axis=1)
    says = f"Each label becomes a row of {shape[1]} numbers, a single 1 among them."
    return Evidence(shape[1] == 2 and bool((sums == 1).all()), says, {"columns": shape[1]})


def amount(ran: Ran, rows: int) -> Evidence:
    """Count the tweets that are learned from."""
    used, learned = len(ran["trainset2x"]), len(ran["trainx"])
    of_file, of_used = used / rows, learned / used
    whole = round(ARTICLE_ROWS * of_file * of_used, -2)
    says = (
        f"Of {rows:,} tweets {used:,} are drawn, and {learned:,} of those learned from: "
        f"{learned / rows:.1%}. Of the article's {ARTICLE_ROWS:,} that is about {whole:,.0f}."
    )
    numbers = {"rows": rows, "drawn": used, "learned": learned}
    return Evidence(learned < rows / 2, says, numbers)


def test_set(ran: Ran) -> Evidence:
    """See what becomes of the part that is not drawn, and whether any is kept to test with."""
    read = read_names(ran.listing)
    idle = [name for name in ("trainset1x", "trainset1y") if name not in read]
    tested = len(ran["data"]) - len(ran["trainx"]) - len(ran["validx"])
    unread = len(ran["trainset1x"]) if len(idle) == 2 else 0
    says = (
        f"The part that is called train, {unread:,} tweets, is never looked at again. What is "
        f"called test is all there is to learn from and to validate with; {tested} tweets are kept "
        "to test with."
    )
    return Evidence(len(idle) == 2 and not tested, says, {"unread": unread, "tested": tested})


def seventy_thirty(ran: Ran, again: Ran) -> Evidence:
    """Measure the second split, and draw it twice."""
    learned, judged = len(ran["trainx"]), len(ran["validx"])
    share = judged / (learned + judged)
    same = all(
        np.array_equal(ran[name], again[name]) for name in ("trainset2x", "trainy", "validy")
    )
    says = (
        f"{learned:,} tweets are learned from and {judged:,} validated with, {share:.1%}; two runs "
        f"draw {'the same' if same else 'other'} ones."
    )
    confirmed = same and 0 <= judged - 0.3 * (learned + judged) < 1
    return Evidence(confirmed, says, {"learned": learned, "judged": judged})


def cleaned_tweets(ran: Ran, file: Any) -> Evidence:
    """Hold the words that are numbered against those of the tweets as they are in the file."""
    raw = set(ran["trainset2x"]) <= set(file[5])
    expected = _words(ran["trainset2x"])
    same = raw and list(ran["word_index"]) == expected
    names = sum(word.startswith("@") for text in ran["trainset2x"] for word in text.split())
    says = (
        f"The words that the model is given are those of the tweets as they are in the file "
        f"{'to the last' if same else 'only in part'}: stop words, word forms, and {names:,} names "
        "of users are among them."
    )
    return Evidence(same, says, {"words": len(ran["word_index"]), "names": names})


def _words(texts: Any) -> list[str]:
    """Return the words of texts, as a tokenizer numbers them."""
    tokenizer = nn.Tokenizer()
    tokenizer.fit_on_texts(texts)
    return list(tokenizer.word_index)


def sixteen_thousand(few: Ran) -> Evidence:
    """See what a smaller number limits."""
    largest, words = int(few["data"].max()), len(few["word_index"])
    kept, all_words = sum(map(len, few["sequences"])), sum(few["tokenizer"].word_counts.values())
    says = (
        f"With num_words=100 the largest number is {largest}: one word fewer than it says, since "
        f"0 is none. Of {all_words:,} words of the tweets {all_words - kept:,} are left out, and "
        f"those around them move together; all {words:,} different ones keep a number in "
        "word_index."
    )
    confirmed = largest == 99 and words > 100 and kept < all_words
    return Evidence(confirmed, says, {"largest": largest, "left out": all_words - kept})


def nb_words(ran: Ran, few: Ran) -> Evidence:
    """See whether the limit reaches the count of words."""
    count, limited = (one["nb_words"] for one in (ran, few))
    words, same_words = (len(one["word_index"]) for one in (ran, few))
    free = limited == same_words + 1
    says = (
        f"nb_words is {count:,}, and there are {words:,} words; with num_words=100 it is "
        f"{limited:,}: the limit {'does not reach it' if free else 'reaches it'}."
    )
    return Evidence(count == words + 1 and free, says, {"nb_words": count, "words": words})


def unique_tokens(ran: Ran) -> Evidence:
    """Hold the printed number against the words that are learned from."""
    total, learned = len(ran["word_index"]), len(np.unique(ran["trainx"][ran["trainx"] > 0]))
    said = f"Found {total} unique tokens." in ran.said
    says = (
        f"It says that {total:,} words were found. {learned:,} of them are in what the model "
        "learns from; the others stand in tweets to validate with alone, or before the last 15 "
        "words, or are too rare."
    )
    return Evidence(said and learned < total, says, {"found": total, "learned": learned})


def validation_unseen(ran: Ran) -> Evidence:
    """Find words that have a number although no tweet that is learned from holds them."""
    texts = train_test_split(ran["trainset2x"], test_size=0.3, random_state=42)[0]
    alone = len(set(ran["word_index"]) - set(_words(texts)))
    says = (
        f"{alone:,} of {len(ran['word_index']):,} words have a number although they are in tweets "
        "to validate with alone: words are numbered before the tweets are split."
    )
    return Evidence(alone > 0, says, {"alone": alone})


def fifteen_words(ran: Ran) -> Evidence:
    """Look at the shape of what is given."""
    count = len(ran["trainset2x"])
    said = f"({count}, 15)" in ran.said
    shape = ran["data"].shape
    says = f"It prints the shape ({count:,}, 15): a row of 15 numbers for each tweet."
    return Evidence(said and shape[:2] == (count, 15), says, {"rows": count, "words": shape[1]})


def last_words(ran: Ran) -> Evidence:
    """Hold each row against its sequence: the last words, and zeros behind a short one."""
    rows = ran["data"].reshape(len(ran["data"]), -1)
    steps = rows.shape[1]
    fits = all(
        row.tolist() == (sequence[-steps:] + [0] * steps)[:steps]
        for row, sequence in zip(rows, ran["sequences"], strict=True)
    )
    longer = sum(len(sequence) > steps for sequence in ran["sequences"])
    says = (
        f"{longer / len(rows):.0%} of the tweets have more than {steps} words: of these the last "
        f"{steps} are kept, the beginning is lost. Zeros stand behind shorter ones."
        if fits
        else "The rows are not the last words of the tweets with zeros behind them."
    )
    return Evidence(fits and longer > 0, says, {"longer": longer})
