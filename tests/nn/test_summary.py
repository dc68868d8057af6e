"""The table of a model's layers."""

from xlrnn import nn

ONE_WAY = True


def test_summary(capsys):
    layers = [nn.Input((5,)), nn.Embedding(7, 2, trainable=False), nn.LSTM(3), nn.Dense(1)]
    nn.Sequential(layers, name="tiny").summary()
    assert capsys.readouterr().out.splitlines() == [
        "tiny",
        "layer                  output        weights",
        "embedding (Embedding)  (None, 5, 2)       14",
        "lstm (LSTM)            (None, 3)          72",
        "dense (Dense)          (None, 1)           4",
        "90 weights, 76 of them trainable, 360 bytes",
    ]


def test_a_model_that_knows_no_shape_yet(capsys):
    nn.Sequential([nn.Dense(2)]).summary()
    assert "dense (Dense)  unknown        0" in capsys.readouterr().out
