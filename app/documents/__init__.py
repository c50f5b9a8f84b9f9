"""A paper as data, its layout rules and its writers into an open stream."""
