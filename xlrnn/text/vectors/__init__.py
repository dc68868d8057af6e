"""Word vectors: read for a vocabulary, as an embedding's weights, added up over a text."""

from xlrnn.text.vectors.embedding import embedding_matrix
from xlrnn.text.vectors.read import read_vectors
from xlrnn.text.vectors.sentence import sentence_vectors
from xlrnn.text.vectors.table import Vectors

__all__ = ["Vectors", "embedding_matrix", "read_vectors", "sentence_vectors"]
