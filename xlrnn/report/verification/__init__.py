"""What `verify` found: for people, for programs, for build servers; a file for each form."""
