"""Claims of the article that only networks in training decide: an experiment a file.

Each tries small networks on samples that are drawn, from several seeds, and its docstring says why
what is measured decides the claim. What all of them share is in `seeds`, `draws` and `learning`.
"""
