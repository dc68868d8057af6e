"""What is tried for an option of one class alone, and which options change no number."""

from typing import Final

OF_ITS_OWN: Final = {
    ("Bidirectional", "layer"): ("layers.LSTM(3)", "layers.SimpleRNN(3, return_sequences=True)"),
    ("TimeDistributed", "layer"): ("layers.Dense(3, 'tanh')", "layers.Activation('softmax')"),
    ("SparseCategoricalCrossentropy", "axis"): ("1",),
    ("Concatenate", "axis"): ("1", "2", "-2", "0"),
    **{
        (f"{kind}Pooling{sides}", option): values
        for kind in ("Average", "Max")
        for sides, option, values in (
            ("1D", "strides", ("1", "3", "(1,)", "None")),
            ("2D", "strides", ("1", "(1, 3)", "(1,)", "None")),
            ("2D", "pool_size", ("1", "3", "(1, 2)", "(2,)")),
        )
    },
    ("Conv2D", "filters"): ("2", "3"),
    ("Conv2D", "kernel_size"): ("1", "3", "(1, 2)", "(2,)"),
    **{("Conv2D", name): ("2", "(1, 2)", "(2,)") for name in ("strides", "dilation_rate")},
    ("BatchNormalization", "axis"): ("-1", "2", "1"),
    ("LayerNormalization", "axis"): ("-1", "2", "[-1]", "1", "[1, 2]"),
    ("PrecisionAtRecall", "recall"): ("0.95",),
    ("Embedding", "weights"): ("[np.full((9, 3), 0.3)]",),
    ("InputLayer", "shape"): ("(3,)", "(None, 2)"),
    ("AUC", "thresholds"): ("[0.2, 0.8]",),
    ("AdamW", "weight_decay"): ("0.3", "None"),
    ("Activation", "activation"): (
        "'linear'", "'sigmoid'", "'relu'", "'softmax'", "'hard_sigmoid'", "'elu'", "'softplus'",
        "'relu6'", "'leaky_relu'", "'selu'", "'softsign'", "'exponential'", "'gelu'", "'silu'",
        "'swish'", "'mish'",
    ),
    ("Softmax", "axis"): ("1", "-1", "[1]", "[1, 2]"),
    ("ReduceLROnPlateau", "patience"): ("1", "2"),
    ("TerminateOnNaN", "raise_error"): ("True",),
}  # fmt: skip
"""What is tried for an option of one class."""

UNHEARD: Final[frozenset[str | tuple[str, str]]] = frozenset({
    "autocast", "unroll", "use_cudnn", "verbose", "lora_alpha", "quantization_config", "sparse",
    "ragged", "optional", "num_labels", "save_weights_only",
    "dtype", "ema_momentum", "flash_attention", "attention_axes",
    ("AdditiveAttention", "score_mode"), ("BatchNormalization", "momentum"),
    "renorm", "renorm_clipping", "renorm_momentum", "synchronized", ("Bidirectional", "weights"),
})  # fmt: skip
"""Options that change no number in Keras, with any of the values tried."""
