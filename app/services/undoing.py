"""Undo and redo as new actions: the history only ever grows."""

from __future__ import annotations

from app.changes import Changes
from app.domain.entity import DELETED
from app.domain.schema import ENTITIES
from app.errors import AppError
from app.ports import Action, FieldVersion, Store, Who


def undo(store: Store, who: Who, group: str) -> Changes:
    """Write back what every field held before the action, unless it moved on since.

    New records are hidden, hidden ones shown again. AppError("undo.nothing_left") when nothing of
    the action can be taken back any more.
    """
    return _revert(store, who, group, "undoing.undo", undoes=group)


def redo(store: Store, who: Who, group: str) -> Changes:
    """Take back an undo: `group` is the undo's own action."""
    return _revert(store, who, group, "undoing.redo", redoes=group)


def _revert(
    store: Store, who: Who, group: str, verb: str, *, undoes: str = "", redoes: str = ""
) -> Changes:
    versions = store.group(group)
    born = {v.rid for v in versions if not v.field}
    last: dict[tuple[str, str], FieldVersion] = {}
    first: dict[tuple[str, str], FieldVersion] = {}
    for version in versions:
        if version.field and version.rid not in born:
            first.setdefault((version.rid, version.field), version)
            last[version.rid, version.field] = version
    with store.action(verb, who, undoes=undoes, redoes=redoes) as act:
        done = sum(_hide(act, v) for v in reversed(versions) if not v.field)
        done += sum(_write_back(act, first[key], version) for key, version in last.items())
        if not done:
            raise AppError("undo.nothing_left")
    return act.changes


def _hide(act: Action, version: FieldVersion) -> bool:
    kind = ENTITIES.get(version.entity)
    if kind is None or act.peek(kind, version.rid) is None:
        return False
    act.delete(kind, version.rid)
    return True


def _write_back(act: Action, first: FieldVersion, last: FieldVersion) -> bool:
    kind = ENTITIES.get(last.entity)
    if kind is None or act.heads(last.rid).get(last.field) != (last.dot,):
        return False
    if last.field == DELETED:
        if last.value:
            act.restore(kind, last.rid)
        else:
            act.delete(kind, last.rid)
        return True
    if act.peek(kind, last.rid) is None:
        return False
    return act.change(kind, last.rid, {last.field: first.shown})
