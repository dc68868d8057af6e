"""What `reproduce` found: a page for readers, JSON for programs, JUnit for build servers."""
