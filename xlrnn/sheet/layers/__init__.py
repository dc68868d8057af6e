"""The layers as formulas, file for file the same as `nn.layers`."""
