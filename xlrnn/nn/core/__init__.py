"""What every layer is: weights, shapes, options, its trace, and that it is made from its name.

Here is what layers have in common whatever they calculate. How arrays are multiplied and summed
up stands in `nn.compute`; a base of some layers alone, as of the recurrent ones, in `nn.layers`.
"""
