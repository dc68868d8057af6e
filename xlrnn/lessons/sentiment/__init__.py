"""The article's last section: the sentiment of one tweet, from its words to the answer."""
