"""How layers calculate fast: memory that is used again, sequences, products, compiled twins.

Here are arrays and no layers: nothing knows of weights that learn, of options or of models. What
a layer is stands in `nn.core`, its equations in `nn.layers`, the compiled twins in `nn.fast`.
"""
