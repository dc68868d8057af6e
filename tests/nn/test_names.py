"""Programs of Keras find what they look for, by the paths of today and of years ago."""

import numpy as np
import pytest

import xlrnn.nn as keras
from xlrnn.errors import UsageError

ONE_WAY = True

NAMES = {
    "layers": ["Input", "InputLayer", "Dense", "SimpleRNN", "GlobalAveragePooling1D"],
    "layers.recurrent": ["SimpleRNN", "LSTM", "GRU"],
    "layers.embeddings": ["Embedding"],
    "layers.core": ["Dense", "Dropout", "Activation", "Flatten", "Masking", "RepeatVector"],
    "layers.convolutional": ["Conv1D"],
    "layers.pooling": ["GlobalMaxPooling1D"],
    "layers.merge": ["Add", "Concatenate", "Dot", "add", "concatenate", "dot", "multiply"],
    "layers.wrappers": ["Bidirectional", "TimeDistributed"],
    "models": ["Sequential", "load_model"],
    "preprocessing.text": ["Tokenizer"],
    "preprocessing.sequence": ["pad_sequences"],
    "utils": ["to_categorical", "set_random_seed", "pad_sequences"],
    "callbacks": ["EarlyStopping", "ModelCheckpoint", "ReduceLROnPlateau", "CSVLogger",
                  "TerminateOnNaN"],
    "optimizers": ["SGD", "RMSprop", "Adagrad", "Adam", "AdamW"],
    "optimizers.schedules": ["ExponentialDecay", "CosineDecay"],
    "losses": ["CategoricalCrossentropy", "SparseCategoricalCrossentropy", "BinaryCrossentropy",
               "MeanSquaredError", "MeanAbsoluteError", "Huber", "LogCosh", "KLDivergence",
               "mean_squared_error", "binary_crossentropy", "sparse_categorical_crossentropy"],
    "metrics": ["Precision", "Recall", "AUC", "BinaryAccuracy", "CategoricalAccuracy", "F1Score",
                "MeanSquaredError", "TopKCategoricalAccuracy", "TruePositives", "Mean", "Sum",
                "mean_squared_error", "binary_accuracy", "categorical_crossentropy"],
    "initializers": ["GlorotUniform", "Orthogonal"],
    "activations": ["relu", "softmax"],
}  # fmt: skip
PATHS = [f"{module}.{name}" for module, names in NAMES.items() for name in names]


@pytest.mark.parametrize("path", PATHS)
def test_a_path_leads_to_what_it_names(path):
    found = keras
    for name in path.split("."):
        found = getattr(found, name)
    assert path.rpartition(".")[2] in (getattr(found, "__name__", ""), getattr(found, "name", ""))


def test_a_loss_can_be_called_as_in_keras():
    y, p = np.array([[0.0, 1.0], [1.0, 0.0]]), np.array([[0.2, 0.8], [0.4, 0.6]])
    loss = keras.losses.CategoricalCrossentropy()
    assert loss(y, p) == pytest.approx(-(np.log(0.8) + np.log(0.4)) / 2)
    assert loss(y, p, [1.0, 0.0]) == pytest.approx(-np.log(0.8) / 2)


@pytest.mark.parametrize(
    "options, message",
    [
        ({"learning_rate": "fast"}, "learning_rate is 'fast': expected a number from 0, or a sch"),
        ({"learning_rate": -0.1}, "learning_rate is -0.1: expected a number from 0"),
        ({"clipnorm": 0}, "clipnorm is 0: expected a number above 0"),
        ({"clipvalue": 1.0, "clipnorm": 1.0}, "at most one of clipnorm, clipvalue"),
    ],
)
def test_an_optimizer_that_could_not_learn(options, message):
    from tests.oracle.unchecked import unchecked

    with unchecked(), pytest.raises(UsageError, match=message):
        keras.optimizers.Adam(**options)
