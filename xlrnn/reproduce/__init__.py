"""The article, claim by claim: what is run to see whether each of them holds.

What the article says stands in `xlrnn/article/claims/`; here is what checks it. How a report of it
looks is in `xlrnn/report/`.
"""
