"""The network that translates: one recurrent layer reads, another writes and looks back."""

from typing import Any, Final

from xlrnn import nn
from xlrnn.tasks.translate.settings import TranslateSettings

CELLS: Final = {"lstm": nn.LSTM, "gru": nn.GRU}
LOOKING: Final = {"additive": nn.AdditiveAttention, "dot": nn.Attention}
READ, WRITTEN = "source_words", "target_words"
ENCODER, DECODER, ATTENTION, ANSWER = "encoder", "decoder", "attention", "answer"


def network(settings: TranslateSettings, sources: int, targets: int) -> nn.Model:
    """Return a model that gives, behind every token of a translation, what may come next.

    1. r_1 … r_n and the last states of the encoder, of all tokens of the sentence
    2. h_t of the decoder, which begins with those states, of the tokens written so far; if they
       are not handed over, it begins with zeros, and all it knows of the sentence it looks up
    3. context_t = what h_t looks up in r_1 … r_n                  with attention
    4. p_t = softmax of [h_t, context_t]

    Args:
        settings: its kind, its size, its seed and its learning rate.
        sources: how many tokens of the sentences are known, marks included.
        targets: the same of the translations.
    """
    nn.set_random_seed(settings.seed)
    sentence, written = nn.Input((None,), name="sentence"), nn.Input((None,), name="written")
    encoder = _recurrent(settings, ENCODER, return_state=settings.hand_over)
    found = encoder(_words(settings, sources, READ)(sentence))  # 1
    read, *states = found if settings.hand_over else [found]
    embedded = _words(settings, targets, WRITTEN)(written)
    decoder = _recurrent(settings, DECODER, return_state=True)
    hidden, *_ = decoder(embedded, initial_state=states or None)  # 2
    if settings.attention != "none":
        context = LOOKING[settings.attention](name=ATTENTION)([hidden, read])  # 3
        hidden = nn.Concatenate(name="both")([hidden, context])
    if settings.dropout:
        hidden = nn.Dropout(settings.dropout)(hidden)
    p = nn.Dense(targets, activation="softmax", name=ANSWER)(hidden)  # 4
    model = nn.Model([sentence, written], p, name="translate")
    optimizer = nn.optimizers.Adam(settings.learning_rate, global_clipnorm=5.0)
    model.compile(optimizer, "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def _words(settings: TranslateSettings, count: int, name: str) -> nn.Embedding:
    return nn.Embedding(count, settings.embedding_dim, mask_zero=True, name=name)


def _recurrent(settings: TranslateSettings, name: str, *, return_state: bool) -> Any:
    cell = CELLS[settings.model]
    return cell(settings.units, return_sequences=True, return_state=return_state, name=name)
