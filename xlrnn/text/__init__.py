"""Text as a network sees it: letters and their vocabulary."""
