"""A listing that is repaired, one place at a time: the right claims are no longer found."""

import pytest

from xlrnn.article.listing import AS_PRINTED
from xlrnn.reproduce.listing.changes import ADDED, INDENTED, LEARNED
from xlrnn.reproduce.listing.data import data
from xlrnn.reproduce.listing.model import embedding_fits, of_layers
from xlrnn.reproduce.listing.printed import printed
from xlrnn.reproduce.listing.running import run
from xlrnn.reproduce.listing.vectors import vectors

LEMMAS = "    document=lemmatize(document)\n"
FIT = "tokenizer.fit_on_texts(trainset2x)"


def layers(setting, listing):
    """Look at the network, which is not trained."""
    typed = listing.typed()
    return {
        **of_layers(run(setting, typed)),
        "listing-embedding-fits": embedding_fits(run(setting, typed.changed(*ADDED))),
    }


BROKEN = [
    (printed, [("\xa0", " "), *INDENTED],
     "runs no-break-spaces stopwords-indented blocks lines"),
    (printed, [*INDENTED, (LEMMAS, "    document=stopwords(document)\n" + LEMMAS)],
     "stopwords-indented stopwords-called blocks lines"),
    (printed, [("        c=", "    c=")], "stopwords-repaired"),
    (printed, [("from keras.layers import Dense, Activation, Dropout\n", ""),
               ("from keras.layers.convolutional import Conv1D\n", "")], "imports-used"),
    (printed, [('("Done."),len(model),(" words', '("Done.", len(model), " words')], "words-loaded"),
    (data, [('encoding= "latin-1"', 'encoding="latin-1", header=None')], "header"),
    (data, [("train.columns[5]", "train.columns[4]")],
     "columns cleaned-tweets last-words sixteen-thousand"),
    (data, [("test_size=0.02", "test_size=0.75")], "amount"),
    (data, [("trainset2y=pd", "testx=trainset1x\ntrainset2y=pd")], "test-set"),
    (data, [("test_size=0.02,random_state=42", "test_size=0.02")], "seventy-thirty"),
    (data, [(FIT, "tokenizer.fit_on_texts(str(lemmatize(text)) for text in trainset2x)")],
     "cleaned-tweets"),
    (data, [(FIT, "tokenizer.fit_on_texts(train_test_split(trainset2x, test_size=0.3, "
                  "random_state=42)[0])")], "cleaned-tweets validation-unseen"),
    (data, [("len(tokenizer.word_index)+1",
             "min(tokenizer.num_words, len(tokenizer.word_index)+1)")], "nb-words"),
    (data, [('padding="post"', 'padding="pre"')], "last-words"),
    (data, [("Tokenizer(num_words=16000)", "Tokenizer()")], "sixteen-thousand"),
    (vectors, [("split()\n        word", 'rstrip().split(" ")\n        word')], "glove-words"),
    (vectors, [("'r')", "'r', encoding='utf-8')"), ("    print (", "    f.close()\n    print (")],
     "glove-file"),
    (vectors, [("return sent_vec\n", "return sent_vec / max(numw, 1)\n")],
     "sentence-sum clean-vectors"),
    (vectors, [("except:", "except KeyError:")], "unknown-words"),
    (vectors, [(LEMMAS, LEMMAS + "    document=nlp(' '.join(w.lemma_ for w in document if not "
                                 "w.is_stop))\n")], "clean-vectors"),
    (vectors, [("data=data.reshape(len(cleanvector),15,1)", "data=cleanvector[:, :15]")],
     "sentences-used"),
    (vectors, LEARNED, "matrix-used"),
    (vectors, [("np.sum(embedding_matrix, axis=1)", "np.sum(embedding_matrix[1:], axis=1)")],
     "null-words"),
    (layers, [("input_dim = 2000", "input_dim = 100")], "input-dim"),
    (layers, [("nb_words, 15,", "nb_words, 200,")], "embedding-fits"),
    (layers, LEARNED, "embedding-added embedding-fits words-read padding shallow"),
    (layers, [("units = 100", "units = 10")], "shallow"),
    (layers, [("model = Sequential()", "from xlrnn import nn\n    nn.set_random_seed(1)\n"
                                       "    model = Sequential()")], "repeatable"),
]  # fmt: skip


@pytest.mark.parametrize("check, changes, unfound", BROKEN, ids=[case[2] for case in BROKEN])
def test_the_right_claims_are_no_longer_found(setting, check, changes, unfound):
    assert all(before in AS_PRINTED.text for before, _ in changes[:1])
    found = check(setting, AS_PRINTED.changed(*changes))
    lost = {name.removeprefix("listing-") for name, one in found.items() if not one.confirmed}
    assert lost == set(unfound.split())
