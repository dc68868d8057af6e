"""The article's word, one letter at a time: forward, back through time, and in training.

Here belong the lessons on the article's network, and the pages that they share.
"""
