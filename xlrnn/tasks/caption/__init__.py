"""The task `caption`: what is on a picture, in a sentence."""
