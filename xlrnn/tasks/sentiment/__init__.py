"""The task `sentiment`: the article's last part, as printed, as intended, and better."""
