"""The network that says what is on a picture: convolutions look, a recurrent layer writes."""

from typing import Any, Final

from xlrnn import nn
from xlrnn.errors import UsageError
from xlrnn.tasks.caption.settings import CaptionSettings

KERNEL: Final = 3
CELLS: Final = {"lstm": nn.LSTM, "gru": nn.GRU}
STATES: Final = {"lstm": ("h_0", "c_0"), "gru": ("h_0",)}
"""What the recurrent layer begins with: a dense layer for each."""
WRITTEN, DECODER, ANSWER = "words", "decoder", "answer"


def network(settings: CaptionSettings, shape: tuple[int, int, int], words: int) -> nn.Model:
    """Return a model that gives, behind every word of a caption, what may come next.

    1. y = relu of a convolution, 3 × 3, and the largest of every 2 × 2 of it      once or more
    2. h_0 (and c_0 of an LSTM) = tanh of a dense layer, from all of y
    3. h_t of the recurrent layer, which begins with those, of the words written so far
    4. p_t = softmax of h_t

    Args:
        settings: its kind, its size, its seed and its learning rate.
        shape: of pictures: rows, columns, numbers of a place.
        words: how many words are known, marks included.

    Raises:
        UsageError: if pictures are too small for so many convolutions.
    """
    _refuse_small(settings, shape)
    nn.set_random_seed(settings.seed)
    picture, written = nn.Input(shape, name="picture"), nn.Input((None,), name="written")
    seen = picture
    for k, filters in enumerate(settings.filters, start=1):
        look = nn.Conv2D(filters, KERNEL, padding="same", activation="relu", name=f"conv_{k}")
        seen = look(seen)  # 1
        seen = nn.MaxPooling2D(2, name=f"pool_{k}")(seen)
    seen = nn.Flatten(name="seen")(seen)
    if settings.dropout:
        seen = nn.Dropout(settings.dropout, name="dropout")(seen)
    states = [nn.Dense(settings.units, activation="tanh", name=name)(seen)
              for name in STATES[settings.model]]  # 2  # fmt: skip
    embedded = nn.Embedding(words, settings.embedding_dim, mask_zero=True, name=WRITTEN)(written)
    cell: Any = CELLS[settings.model]
    hidden, *_ = cell(settings.units, return_sequences=True, return_state=True, name=DECODER)(
        embedded, initial_state=states
    )  # 3
    p = nn.Dense(words, activation="softmax", name=ANSWER)(hidden)  # 4
    model = nn.Model([picture, written], p, name="caption")
    optimizer = nn.optimizers.Adam(settings.learning_rate, global_clipnorm=5.0)
    model.compile(optimizer, "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def _refuse_small(settings: CaptionSettings, shape: tuple[int, int, int]) -> None:
    least = 2 ** len(settings.filters)
    if min(shape[:2]) < least:
        count = len(settings.filters)
        raise UsageError(
            f"pictures have {shape[0]} × {shape[1]} places, and {count} "
            f"convolution{'s'[: count != 1]} (filters) need at least {least} × {least}: say a "
            "larger size, or fewer filters"
        )
