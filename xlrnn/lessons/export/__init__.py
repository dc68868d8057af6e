"""Any trained model as a workbook: a lesson whose options are the model's layers.

`source` reads models and inputs, `architecture` is a model whose layers can be written, `written`
says of each layer how, `pages` and `layers` put the pages together, `calculation` is the same
model in NumPy, and `lesson` holds the two together. The weights stand in the workbook alone:
`xlrnn verify` reads them from there.
"""

from xlrnn.lessons.export.lesson import ExportedModel
from xlrnn.lessons.export.prepare import prepared
from xlrnn.lessons.export.sentence import WORDS, Sentence
from xlrnn.lessons.export.source import Source, read_source

__all__ = ["WORDS", "ExportedModel", "Sentence", "Source", "prepared", "read_source"]
