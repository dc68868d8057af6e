"""Studies: many trainings, so that a difference between models can be told from luck."""
