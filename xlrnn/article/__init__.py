"""The facts of the article whose spreadsheet xlrnn reproduces.

"Fundamentals of Deep Learning – Introduction to Recurrent Neural Networks" by
Dishashree Gupta. Its sheet is shown as pictures only; these numbers were read from them and
from public transcriptions. `docs/article.md` says how sure we are of each.
"""
