"""`override` as a mark only: importing it from its library would cost every start 15 ms."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from typing_extensions import override as override  # noqa: PLC0414 - handed on
else:
    F = TypeVar("F")

    def override(method: F) -> F:
        """Says that a method takes the place of an inherited one."""
        return method
