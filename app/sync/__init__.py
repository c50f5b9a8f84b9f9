"""Commits, heads and conflicts: pure functions over bytes and values."""
