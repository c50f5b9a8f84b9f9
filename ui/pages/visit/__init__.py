"""One place of the program."""
