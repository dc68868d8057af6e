"""A model as a file: our own kind, and those of Keras.

`model_file` chooses the kind by a name or by what is in a file, `saving` is our own, `keras` and
what stands beside it are Keras', and `older` what it wrote before. Here is what is read and
written; what a model can do belongs to `nn.models`, and weights that come from another program's
objects belong to `nn.interop`.
"""
