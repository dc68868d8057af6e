"""What trained models are and say, for people and for programs."""
