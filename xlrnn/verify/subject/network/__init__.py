"""Maps of the second schema: what a network on somebody's sheets is, layer by layer.

`said` holds what a map says, `reading` and `writing` are its TOML file, `words` lists what can be
said of each kind of layer; `binding` finds the cell of each number, `calculation` the numbers.
"""
