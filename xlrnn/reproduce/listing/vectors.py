"""The listing's word vectors: how they are read, added up, and what becomes of them.

Its functions are called as it defines them, on small files of made vectors.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.article.listing import AS_PRINTED, Listing
from xlrnn.reproduce.evidence import Evidence, Setting
from xlrnn.reproduce.listing.changes import NO_MATRIX, NO_SENTENCES
from xlrnn.reproduce.listing.files import SIZE, WHITE_SPACE, made_vectors
from xlrnn.reproduce.listing.running import Ran, run, run_whole
from xlrnn.reproduce.listing.transcript import linked
from xlrnn.text.cleaning.stop_words import STOP_WORDS

Array = NDArray[Any]


def vectors(setting: Setting, listing: Listing = AS_PRINTED) -> Mapping[str, Evidence]:
    """Follow the vectors from the file to where nothing is done with them."""
    typed = listing.typed()
    ran = run_whole(setting, typed)
    made = made_vectors(setting.seed)
    found = {
        "listing-glove-read": glove_read(ran, made),
        "listing-glove-words": glove_words(ran, made),
        "listing-glove-file": glove_file(ran),
        "listing-sentence-sum": sentence_sum(ran, made),
        "listing-unknown-words": unknown_words(ran, made),
        "listing-clean-vectors": clean_vectors(ran, made),
        "listing-sentences-used": sentences_used(ran, run(setting, typed.changed(*NO_SENTENCES))),
        "listing-matrix-rows": matrix_rows(ran, made),
        "listing-null-words": null_words(ran, made),
        "listing-matrix-used": matrix_used(ran, run(setting, typed.changed(*NO_MATRIX))),
    }
    return linked(setting, "vectors", ran, found)


def glove_read(ran: Ran, made: Mapping[str, Array]) -> Evidence:
    """Hold the dictionary against what was written."""
    found, words = ran["model"], [word for word in made if word != WHITE_SPACE]
    same = all(np.allclose(found.get(word, np.nan), made[word], atol=1e-5) for word in words)
    says = (
        f"Of a file with made vectors of {len(words)} words it reads "
        f"{'each as it was written' if same else 'some that are not as they were written'}."
    )
    return Evidence(same, says, {"words": len(words)})


def glove_words(ran: Ran, made: Mapping[str, Array]) -> Evidence:
    """Look for a word that Python takes for white space, as vectors made of tweets may have."""
    stray = {word: len(vector) for word, vector in ran["model"].items() if word not in made}
    lost = WHITE_SPACE not in ran["model"]
    said = "".join(f": “{word}” has {length}" for word, length in stray.items())
    says = (
        f"The made file has a vector for U+0085, a line break to Python. It is "
        f"{'lost' if lost else 'found'}, and {len(stray)} of its numbers "
        f"taken for a word with one number too few{said}."
    )
    return Evidence(lost and list(stray.values()) == [SIZE - 1], says, {"stray": len(stray)})


def glove_file(ran: Ran) -> Evidence:
    """Look at how the file was opened, and whether it was closed."""
    (found, *_) = ran.opened
    no_encoding = "encoding" not in found.options
    says = (
        f"It {'names no' if no_encoding else 'names an'} encoding, and "
        f"{'closes the file' if found.closed else 'never closes the file'}."
    )
    return Evidence(no_encoding and not found.closed, says, {"closed": int(found.closed)})


def sentence_sum(ran: Ran, made: Mapping[str, Array]) -> Evidence:
    """Compare the vector of two words with their sum and their mean, and a text with it twice."""
    function, model = ran["sent_vectorizer"], ran["model"]
    words = ["good", "day"]
    one, twice = function("good day", model), function("good day good day", model)
    total = np.sum([made[word] for word in words], axis=0)
    is_sum = np.allclose(one, total, atol=1e-4)
    times = float(np.linalg.norm(twice) / np.linalg.norm(one))
    says = (
        f"The vector of “good day” is {'the sum' if is_sum else 'not the sum'} of those of its "
        f"words; of the text twice it is {times:.1f} times as long. numw counts words, and nothing "
        "is divided by it."
    )
    return Evidence(bool(is_sum) and abs(times - 2) < 1e-6, says, {"times": round(times, 6)})


def unknown_words(ran: Ran, made: Mapping[str, Array]) -> Evidence:
    """Try a word without a vector, and vectors of another length than it expects."""
    function, model = ran["sent_vectorizer"], ran["model"]
    left_out = np.array_equal(function("good kinebo", model), function("good", model))
    try:
        silent = not function("good", {"good": made["good"][:25].tolist()}).any()
    except ValueError:
        silent = False
    says = (
        f"A word without a vector is {'left out' if left_out else 'not left out'}. With vectors of "
        f"25 numbers {'every sentence is zeros, and nothing is said' if silent else 'it fails'}: "
        "`except: pass` hides every error."
    )
    return Evidence(left_out and silent, says, {"left out": int(left_out), "silent": int(silent)})


def clean_vectors(ran: Ran, made: Mapping[str, Array]) -> Evidence:
    """Take each sentence's vector apart: what of it is there for stop words."""
    documents = [ran["lemmatize"](text.lower()) for text in ran["trainset2x"]]
    words = [str(document).split() for document in documents]
    sums = [np.sum([made[w] for w in some if w in made] or [np.zeros(SIZE)], axis=0)
            for some in words]  # fmt: skip
    whole = np.allclose(ran["cleanvector"][..., 0], sums, atol=1e-3)
    known = [word for some in words for word in some if word in made]
    stops = sum(word in STOP_WORDS for word in known)
    says = (
        f"The vectors are {'the sums of all lemmas' if whole else 'not the sums of all lemmas'} "
        f"that have one; {stops / max(len(known), 1):.0%} of these are stop words."
    )
    return Evidence(bool(whole) and stops > 0, says, {"known": len(known), "stop words": stops})


def sentences_used(ran: Ran, without: Ran) -> Evidence:
    """Run the listing with zeros in place of the sentences' vectors."""
    same = same_model(ran, without)
    cleared = not without["cleanvector"].any()
    shape = ran["cleanvector"].shape
    says = (
        f"They are brought into the shape {shape} and used for their number alone: with zeros in "
        f"their place inputs, outputs and model are {'the same' if same else 'others'}. No output "
        "is brought into any shape there."
    )
    return Evidence(same and cleared, says, {"vectors": shape[0]})


def same_model(a: Ran, b: Ran) -> bool:
    """Tell whether two runs have the same data and the same model, numbers and all."""
    names = ("trainx", "trainy", "validx", "validy")
    pairs = [
        *((a[name], b[name]) for name in names),
        *zip(a["finalmodel"].get_weights(), b["finalmodel"].get_weights(), strict=False),
    ]
    layers = [[layer.get_config() for layer in one["finalmodel"].layers] for one in (a, b)]
    return layers[0] == layers[1] and all(np.array_equal(*pair) for pair in pairs)


def matrix_rows(ran: Ran, made: Mapping[str, Array]) -> Evidence:
    """Hold the rows against the vectors of the words with their numbers."""
    matrix, index = ran["embedding_matrix"], ran["word_index"]
    none = np.zeros(SIZE)
    right = all(np.allclose(matrix[k], made.get(w, none), atol=1e-5) for w, k in index.items())
    says = (
        f"Its {len(matrix):,} rows hold {'the vector' if right else 'not the vector'} of the word "
        "with the row's number, or zeros where there is none."
    )
    return Evidence(right and not matrix[0].any(), says, {"rows": len(matrix)})


def null_words(ran: Ran, made: Mapping[str, Array]) -> Evidence:
    """Hold the printed number against the words that have no vector."""
    unknown = sum(word not in made for word in ran["word_index"])
    said = [int(line.split(": ")[1]) for line in ran.said if line.startswith("Null word")]
    says = (
        f"It says {', '.join(f'{number:,}' for number in said)}; {unknown:,} words have no vector. "
        "Row 0, which is no word, is counted, too."
    )
    return Evidence(said == [unknown + 1], says, {"said": sum(said), "unknown": unknown})


def matrix_used(ran: Ran, without: Ran) -> Evidence:
    """Run the listing with an empty matrix."""
    same = same_model(ran, without)
    cleared = not without["embedding_matrix"].any() and bool(ran["embedding_matrix"].any())
    says = (
        f"With a matrix of zeros in its place inputs, outputs and model are "
        f"{'the same' if same else 'others'}, to the last number."
    )
    return Evidence(same and cleared, says, {"rows": len(ran["embedding_matrix"])})
