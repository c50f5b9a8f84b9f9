"""Short questions, each asked through one replaceable function."""
