"""Item models over row sources."""
