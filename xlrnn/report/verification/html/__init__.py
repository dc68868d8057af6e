"""What `verify` found, as one page: maps of the sheets, the first difference, how far off."""
