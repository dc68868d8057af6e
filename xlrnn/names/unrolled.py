"""From a multi-layer perceptron with a layer for each letter to a recurrent network."""

from xlrnn.names.name import Name, Role

# fmt: off
TABLE = (
    Name("sharing", "weights of the layers", ("one", "one"), Role.INPUT, text=True),
)
# fmt: on
