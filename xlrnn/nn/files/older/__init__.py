"""Whole models in one HDF5 file (`.h5`), as Keras saved them before there was `.keras`.

The file says the layers in an attribute and keeps their weights in a group for each layer.
`model` reads it, `description` and `connections` turn what Keras 2 said of layers into what Keras 3
says, `weights` finds the numbers, and `conversions` are for layers that calculated otherwise then.
"""
