"""Any trained model as a workbook: a lesson whose options are the model's layers.

`source` reads models and inputs, `description` says what feeds what, layer by layer. An
`architecture` is that without weights: a `turn` for each call of a layer, `calls` reads them, and
`limits` says what fits on no sheet. `written` says of each layer how it is written, `pages` and
`layers` put the pages together, `first_page` draws the graph, `calculation` is the same model in
NumPy, and `lesson` holds the two together. The weights stand in the workbook alone: `xlrnn verify`
reads them from there.
"""

from xlrnn.lessons.export.lesson import ExportedModel
from xlrnn.lessons.export.prepare import prepared
from xlrnn.lessons.export.sentence import WORDS, Sentence
from xlrnn.lessons.export.source import Source, read_source, source_of

__all__ = ["WORDS", "ExportedModel", "Sentence", "Source", "prepared", "read_source", "source_of"]
