"""The listing's network: its layers as they are, and what it learns."""

import re
from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from xlrnn import nn
from xlrnn.article.listing import AS_PRINTED, Listing
from xlrnn.errors import ShapeError
from xlrnn.reproduce.evidence import Evidence, Setting, Table
from xlrnn.reproduce.listing.changes import ADDED
from xlrnn.reproduce.listing.learning import learned, of_learning
from xlrnn.reproduce.listing.running import Ran, run, run_whole
from xlrnn.reproduce.listing.transcript import linked

PARAMETERS: Final = 612_702
SHORT: Final = 3


def model(setting: Setting, listing: Listing = AS_PRINTED) -> Mapping[str, Evidence]:
    """Look at the network that the listing builds, then train it."""
    typed = listing.typed()
    ran = run_whole(setting, typed)
    found = {
        **of_layers(ran),
        "listing-embedding-fits": embedding_fits(run(setting, typed.changed(*ADDED))),
        **of_learning(learned(setting, typed)),
    }
    return linked(setting, "model", ran, found)


def of_layers(ran: Ran) -> dict[str, Evidence]:
    """Say what follows from the network before it learns."""
    return {
        "listing-embedding-added": embedding_added(ran),
        "listing-words-read": words_read(ran),
        "listing-input-dim": input_dim(ran),
        "listing-shallow": shallow(ran),
        "listing-padding": padding(ran),
        "listing-probabilities": probabilities(ran),
        "listing-repeatable": repeatable(ran),
    }


def embedding_added(ran: Ran) -> Evidence:
    """Look for the embedding among the model's layers."""
    kinds = [type(layer).__name__ for layer in ran["finalmodel"].layers]
    says = f"The model's layers are {', '.join(kinds)}: the embedding is made and dropped at once."
    if nn.Embedding.__name__ in kinds:
        says = f"The model's layers are {', '.join(kinds)}."
    return Evidence(nn.Embedding.__name__ not in kinds, says, {"layers": len(kinds)})


def embedding_fits(added: Ran) -> Evidence:
    """Add the embedding to the model as it is."""
    errors = [error for error in added.errors.values() if not isinstance(error, SyntaxError)]
    says = f"Added to the model, it fails: {errors[0]}." if errors else "Added, it works."
    confirmed = (
        len(errors) == 1 and isinstance(errors[0], ShapeError) and "embeddings" in str(errors[0])
    )
    return Evidence(confirmed, says, {"errors": len(errors)})


def words_read(ran: Ran) -> Evidence:
    """Look at how wide a step is, and at what a word's number says."""
    width, largest = ran["finalmodel"].get_weights()[0].shape[0], int(ran["data"].max())
    counts = [ran["tokenizer"].word_counts[word] for word in ran["word_index"]]
    ranked = counts == sorted(counts, reverse=True)
    is_amount = ran["trainx"].shape[-1] == width == 1
    says = (
        f"A step gives the first layer {width} number{', the word’s own' if is_amount else 's'}: "
        f"an amount of up to {largest:,} here, smaller "
        f"{'the more frequent the word is' if ranked else 'by no rule'}."
    )
    return Evidence(is_amount and ranked, says, {"width": width, "largest": largest})


def input_dim(ran: Ran) -> Evidence:
    """Hold what the dense layers say of their inputs against what they have."""
    said = [int(found) for found in re.findall(r"input_dim ?= ?(\d+)", ran.listing.text)]
    dense = [layer for layer in ran["finalmodel"].layers if isinstance(layer, nn.Dense)]
    had = [layer.get_weights()[0].shape[0] for layer in dense]
    fits = [a == b for a, b in zip(said, had, strict=True)]
    pairs = ", ".join(f"{a:,} and {b:,}" for a, b in zip(said, had, strict=True))
    says = f"Said and had: {pairs}. What is said counts for a model's first layer alone."
    return Evidence(fits == [False, True, True], says, {"right": sum(fits)})


def shallow(ran: Ran) -> Evidence:
    """Count the numbers that are learned, by layer."""
    layers = ran["finalmodel"].layers
    rows = tuple((type(layer).__name__, layer.count_params()) for layer in layers)
    total = ran["finalmodel"].count_params()
    recurrent = sum(count for kind, count in rows if kind == "SimpleRNN")
    says = (
        f"One recurrent layer and three dense ones have {total:,} numbers to learn; the recurrent "
        f"layer has {recurrent:,} of them, {recurrent / total:.1%}."
    )
    table = Table("Numbers to learn", ("layer", "numbers"), rows)
    confirmed = total == PARAMETERS and recurrent == 10_200
    return Evidence(confirmed, says, {"all": total, "recurrent": recurrent}, (table,))


def padding(ran: Ran) -> Evidence:
    """Compare the state behind a short tweet's last word with that behind the zeros."""
    reader: Any = next(iter(ran["finalmodel"].layers))
    masked = any(getattr(layer, "mask_zero", False) for layer in ran["finalmodel"].layers)
    if not isinstance(reader, nn.SimpleRNN) or masked:
        return Evidence(False, "The first layer is not given the rows as they are.")
    row = np.zeros((1, 15, 1), np.float32)
    row[0, :SHORT, 0] = [1, 2, 3]
    states = [np.asarray(reader(steps)) for steps in (row[:, :SHORT], row)]
    moved = float(np.abs(states[1] - states[0]).max())
    says = (
        f"Behind a tweet of {SHORT} words the state goes on changing over {15 - SHORT} zeros, by "
        f"up to {moved:.2f} in a unit: zeros are read as if they were words."
    )
    return Evidence(moved > 0, says, {"moved": round(moved, 4)})


def probabilities(ran: Ran) -> Evidence:
    """Look at what the model says of some tweets."""
    p = np.asarray(ran["finalmodel"].predict(ran["validx"][:50], verbose=0))
    sums = p.sum(axis=1)
    says = f"The model gives {p.shape[1]} numbers for a tweet, which add up to 1."
    return Evidence(p.shape[1] == 2 and bool(np.allclose(sums, 1, atol=1e-5)), says,
                    {"outputs": p.shape[1]})  # fmt: skip


def repeatable(ran: Ran) -> Evidence:
    """Build the model twice."""
    pairs = zip(*(ran["modelbuild"]().get_weights() for _ in range(2)), strict=True)
    differ = not all(np.array_equal(*pair) for pair in pairs)
    says = (
        f"Built twice, the model has {'other' if differ else 'the same'} first weights: "
        "`random_state` fixes the rows that are drawn, and nothing fixes the weights."
    )
    return Evidence(differ, says, {"differ": int(differ)})
