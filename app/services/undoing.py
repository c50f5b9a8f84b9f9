"""Undo and redo as new actions: the history only ever grows."""

from __future__ import annotations

from collections.abc import Iterable

from app.changes import Changes
from app.domain.casefile import CaseFile, FiveCheck
from app.domain.entity import DELETED
from app.domain.finding import Evidence, Finding, FindingItem
from app.domain.schema import ENTITIES
from app.domain.visit import Visit
from app.errors import AppError
from app.ports import Action, FieldVersion, Store, Who
from app.services.locking import open_finding, open_visit

FINAL = {
    "submitting.submit", "submitting.reopen", "issuing.issue", "issuing.void", "issuing.serve",
}  # fmt: skip
"""Steps with a way back of their own: reopening with a reason, voiding with a reason."""


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
    if any(version.verb in FINAL for version in versions):
        raise AppError("undo.final")
    born = {v.rid for v in versions if not v.field}
    last: dict[tuple[str, str], FieldVersion] = {}
    first: dict[tuple[str, str], FieldVersion] = {}
    for version in versions:
        if version.field and version.rid not in born:
            first.setdefault((version.rid, version.field), version)
            last[version.rid, version.field] = version
    touched = {(version.entity, version.rid) for version in versions}
    with store.action(verb, who, undoes=undoes, redoes=redoes) as act:
        # Before for what is about to be hidden, after for what is shown again.
        _check_open(act, touched)
        done = sum(_hide(act, v) for v in reversed(versions) if not v.field)
        done += sum(_write_back(act, first[key], version) for key, version in last.items())
        _check_open(act, touched)
        if not done:
            raise AppError("undo.nothing_left")
    return act.changes


def _check_open(act: Action, touched: Iterable[tuple[str, str]]) -> None:
    """A submitted visit is as closed to undo as to any other hand."""
    for entity, rid in touched:
        kind = ENTITIES.get(entity)
        record = act.peek(kind, rid) if kind else None
        if isinstance(record, Visit):
            open_visit(act, rid)
        elif isinstance(record, CaseFile | FiveCheck) and act.peek(Visit, record.visit):
            open_visit(act, record.visit)
        elif isinstance(record, Finding):
            open_finding(act, rid)
        elif isinstance(record, FindingItem) and act.peek(Finding, record.finding):
            open_finding(act, record.finding)
        elif isinstance(record, Evidence) and act.peek(Finding, record.owner):
            open_finding(act, record.owner)


def _hide(act: Action, version: FieldVersion) -> bool:
    kind = ENTITIES.get(version.entity)
    if kind is None or act.peek(kind, version.rid) is None:
        return False
    act.delete(kind, version.rid)
    return True


def _write_back(act: Action, first: FieldVersion, last: FieldVersion) -> bool:
    """Write what stood there before, if what stands there now is what the action wrote.

    The value is compared, not its version: a later action that was undone wrote it once more.
    """
    kind = ENTITIES.get(last.entity)
    if kind is None or len(act.heads(last.rid).get(last.field, ())) > 1:
        return False
    record = act.peek(kind, last.rid)
    if last.field == DELETED:
        if (record is None) != bool(last.value):
            return False
        (act.restore if last.value else act.delete)(kind, last.rid)
        return True
    if record is None or getattr(record, last.field) != last.value:
        return False
    return act.change(kind, last.rid, {last.field: first.shown})
