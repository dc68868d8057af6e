"""How layers that are connected calculate together: what goes where, forward and backward.

What a layer calculates does not belong here, nor how a model learns.
"""
