"""Entities, values and rules of the field as frozen dataclasses and pure functions."""
