"""Pictures with sentences that say what is on them: drawn here, or read from files."""
