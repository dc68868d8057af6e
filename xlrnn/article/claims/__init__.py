"""The ledger: each statement of the article that can be checked, a file for each section.

Each file has `CLAIMS`, in the order of the article. What is run to see whether a claim holds
stands in `xlrnn/reproduce/`.
"""
