"""A program that PyTorch exported becomes a `Model`, with no code of anybody run.

`archive` reads a .pt2 file, `program` its graph, `translated` makes a model of it by what
`operators` say each operator means, `running` runs the operators themselves, to compare;
`exporting` makes such a program of a module.
"""
