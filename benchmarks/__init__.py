"""Ratios against peers, run by hand or `just bench`."""
