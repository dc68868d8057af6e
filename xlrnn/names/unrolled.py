"""From a multi-layer perceptron with a layer for each letter to a recurrent network."""

from xlrnn.names.name import Kind, Name, Role

# fmt: off
TABLE = (
    Name("sharing", "layers have", ("one", "one"), Role.INPUT, text=True),
    Name("reads", "letter that the layer reads", ("letter", "one"), Role.CALCULATION, "x_t",
         whole=True),
    Name("from_before", "from the layer before", ("unit", "one"), Role.CALCULATION, "h_(t−1)",
         kind=Kind.STATE),
    Name("layer_a_x", "input part", ("unit", "one"), Role.CALCULATION, "W_xh · x_t"),
    Name("layer_a_h", "part from before", ("unit", "one"), Role.CALCULATION,
         "W_hh · h_(t−1) + b_h"),
    Name("layer_h", "hidden layer", ("unit", "one"), Role.STATE,
         "h_t = tanh(W_xh · x_t + W_hh · h_(t−1) + b_h)", kind=Kind.STATE),
    Name("networks_apart", "apart by", ("unit", "step"), Role.OUTPUT,
         "h_t of the MLP − h_t of the RNN",
         note="0 at every step once all layers have the recurrent network's weights"),
    Name("per_layer", "each layer", ("one", "one"), Role.CALCULATION,
         "units · letters + units · (units + 1)", whole=True),
    Name("per_output", "the output", ("one", "one"), Role.CALCULATION,
         "letters · units", whole=True),
    Name("mlp_weights", "weights of the MLP", ("one", "step"), Role.OUTPUT,
         "letters · weights of a layer + weights of the output", whole=True,
         note="each further letter needs a further layer, which nobody has trained"),
    Name("rnn_weights", "weights of the RNN", ("one", "step"), Role.OUTPUT,
         "weights of a layer + weights of the output", whole=True,
         note="the same for words of any length"),
)
# fmt: on
