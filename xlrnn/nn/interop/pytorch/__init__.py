"""What a module of PyTorch says: its weights, its options, in which order it runs its parts.

`parts` are what has weights, `options` what else they say, `running` runs a module on a sample,
`samples` draws one, `own_run` runs ours on the same, `matching` says which layer takes which part,
`agreement` compares, and names the first layer that differs.
"""
