"""Changes of the listing with which one sees what depends on what."""

from typing import Final

Changes = tuple[tuple[str, str], ...]

INDENTED: Final[Changes] = (("\n   new=[]\n   sentence=", "\n    new=[]\n    sentence="),)
"""`stopwords` is indented as Python wants it."""
FEW_WORDS: Final[Changes] = (("num_words=16000", "num_words=100"),)
"""A limit below the number of words of a few hundred tweets."""
NO_SENTENCES: Final[Changes] = (("cleanvector.reshape(", "(0 * cleanvector).reshape("),)
"""Zeros in place of the sentences' vectors."""
NO_MATRIX: Final[Changes] = (("embedding_matrix[i] = embedding_vector", "pass"),)
"""Zeros in place of the words' vectors."""
ADDED: Final[Changes] = (
    ("    keras.layers.embeddings.Embedding(", "    model.add(keras.layers.embeddings.Embedding("),
    ("trainable=False)", "trainable=False))"),
    ("InputLayer(input_shape=(15,1))", "InputLayer(input_shape=(15,))"),
    ("data.reshape(len(cleanvector),15,1)", "data.reshape(len(cleanvector),15)"),
)
"""The embedding is added to the model, which is given words."""
LEARNED: Final[Changes] = (
    *ADDED,
    ("Embedding(nb_words, 15,", "Embedding(nb_words, 200,"),
    ("trainable=False", "trainable=True"),
)
"""The embedding is as wide as its matrix, too, and learns."""
LSTM: Final[Changes] = (
    ("recurrent.SimpleRNN(units = 100, activation='relu',", "recurrent.LSTM(units = 100,"),
)
"""Another architecture."""


def drawn(share: float) -> Changes:
    """Return what draws another share of the tweets than 2 %."""
    return (("test_size=0.02", f"test_size={share}"),)
