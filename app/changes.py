"""What a use case touched; the only thing that couples screens to work."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Changes:
    """The records an action wrote, by entity name, and the action's group id for undo.

    `touched` maps an entity name such as ``"finding"`` to the `rid`s written. `group` is
    empty when nothing was written (a save that changed no value makes no commit).
    """

    touched: Mapping[str, frozenset[str]] = field(default_factory=dict)
    group: str = ""

    def of(self, entity: str) -> frozenset[str]:
        """The `rid`s of one entity that were written."""
        return self.touched.get(entity, NONE)

    def touches(self, *entities: str) -> bool:
        """Whether any record of these entities was written."""
        return any(self.touched.get(entity) for entity in entities)

    def __or__(self, other: Changes) -> Changes:
        names = self.touched.keys() | other.touched.keys()
        return Changes(
            {name: self.of(name) | other.of(name) for name in names},
            other.group or self.group,
        )

    def __bool__(self) -> bool:
        return any(self.touched.values())


def changes_of(pairs: Iterable[tuple[str, str]], group: str = "") -> Changes:
    """Collect (entity, rid) pairs into one `Changes`."""
    touched: dict[str, set[str]] = {}
    for entity, rid in pairs:
        touched.setdefault(entity, set()).add(rid)
    return Changes({name: frozenset(rids) for name, rids in touched.items()}, group)
