"""What every stored record has in common, and how its class describes its own fields.

A record class is a frozen dataclass whose first field is `rid`. The other fields ARE the schema:
the projection tables, the fold, the forms and the glossary are all derived from them. A field is
``str`` (text, ISO date, code, decimal), ``int | None`` (whole number or 分), ``bool``, or
``tuple[str, ...]`` (ids or words in order). Floats are refused everywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any, ClassVar, Literal, TypeVar, get_args, get_type_hints

Value = str | int | bool | None | tuple[str, ...]
"""What one field can hold."""

FieldKind = Literal["text", "int", "bool", "list"]
DELETED = "_del"
"""The field every record has besides its own: hidden (with `basis`), never erased."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A record; `rid` is 32 hex digits, made on the device that created it."""

    entity: ClassVar[str]
    rid: str = ""


R = TypeVar("R")


def per_class(work: Callable[[type[Entity]], R]) -> Callable[[type[Entity]], R]:
    """Do the work once per record class."""
    known: dict[type[Entity], R] = {}

    def remembered(kind: type[Entity]) -> R:
        if kind not in known:
            known[kind] = work(kind)
        return known[kind]

    remembered.__doc__ = work.__doc__
    return remembered


@per_class
def field_kinds(kind: type[Entity]) -> dict[str, FieldKind]:
    """The fields of a record class, `rid` aside, with the kind of value each holds."""
    hints = get_type_hints(kind)
    return {f.name: _kind_of(hints[f.name]) for f in fields(kind) if f.name != "rid"}


def _kind_of(hint: Any) -> FieldKind:
    if hint is str:
        return "text"
    if hint is bool:
        return "bool"
    if hint is int or int in get_args(hint):
        return "int"
    if hint == tuple[str, ...]:
        return "list"
    raise TypeError(f"a record field cannot be {hint!r}")


def checked(kind: type[Entity], name: str, value: Value) -> Value:
    """The value if the field may hold it; TypeError says which field refused what type."""
    wanted = field_kinds(kind).get(name)
    ok = (
        (wanted == "text" and isinstance(value, str))
        or (wanted == "int" and (value is None or type(value) is int))
        or (wanted == "bool" and isinstance(value, bool))
        or (
            wanted == "list" and isinstance(value, tuple) and all(isinstance(v, str) for v in value)
        )
    )
    if not ok:
        raise TypeError(f"{kind.entity}.{name} cannot hold {type(value).__name__}")
    return value
