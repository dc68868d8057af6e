"""The layers that have formulas: of each, one entry says all that an export needs to know.

An entry stands beside the function that writes the layer: its class, its weights, what NumPy
shows beside the trace, what cannot be written. What the formulas are stands in `sheet.layers`,
what the layers calculate in `nn.layers`; neither knows of the other.
"""

from typing import Final

from xlrnn.lessons.export.written.arranged import ARRANGED
from xlrnn.lessons.export.written.at_each_step import AT_EACH_STEP
from xlrnn.lessons.export.written.attending import ATTENDING
from xlrnn.lessons.export.written.bidirectional import BIDIRECTIONAL
from xlrnn.lessons.export.written.entry import LayerFormulas
from xlrnn.lessons.export.written.merging import MERGING
from xlrnn.lessons.export.written.pictures import PICTURES
from xlrnn.lessons.export.written.recurrent import RECURRENT
from xlrnn.lessons.export.written.sequences import SEQUENCES
from xlrnn.lessons.export.written.words import WORDS
from xlrnn.nn.core.layer import Layer

WRITTEN: Final[dict[str, LayerFormulas]] = {
    **WORDS,
    **RECURRENT,
    **BIDIRECTIONAL,
    **AT_EACH_STEP,
    **SEQUENCES,
    **ARRANGED,
    **PICTURES,
    **MERGING,
    **ATTENDING,
}
"""By the names of their classes."""


def written(layer: Layer) -> LayerFormulas:
    """Return the entry of a layer."""
    return WRITTEN[type(layer).__name__]
