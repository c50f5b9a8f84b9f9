"""What is shown of a person until 显示全文 is asked for."""

from __future__ import annotations


def masked_name(name: str) -> str:
    """李桂芳 → 李*芳, 王五 → 王*; a single character stays."""
    name = name.strip()
    if len(name) <= 1:
        return name
    if len(name) == 2:
        return f"{name[0]}*"
    return f"{name[0]}{'*' * (len(name) - 2)}{name[-1]}"


def masked_number(number: str) -> str:
    """An identity number with only its region and last two characters left."""
    if len(number) <= 8:
        return "*" * len(number)
    return f"{number[:6]}{'*' * (len(number) - 8)}{number[-2:]}"
