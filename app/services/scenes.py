"""Reading everything a visit's papers state."""

from __future__ import annotations

from app.documents.facts import Scene
from app.domain.casefile import CaseFile, FiveCheck
from app.domain.finding import Evidence, Finding, FindingItem
from app.domain.institution import Institution
from app.domain.office import User
from app.domain.visit import Round, Visit
from app.ports import Reads
from app.services.office import office_of
from app.services.planning import nth_in_year


def scene_of(reads: Reads, visit: str) -> Scene:
    """The scene of a visit; AppError("record.missing") when a part of it is gone."""
    held = reads.get(Visit, visit)
    users = reads.get_many(User, {*held.inspectors, held.recorder})
    findings = tuple(reads.find(Finding, visit=visit))
    recorder = users.get(held.recorder)
    return Scene(
        office=office_of(reads),
        institution=reads.get(Institution, held.institution),
        round=reads.get(Round, held.round),
        visit=held,
        team=tuple(users[rid] for rid in held.inspectors if rid in users),
        recorder=recorder.name if recorder else "",
        nth=nth_in_year(reads, held),
        cases=tuple(reads.find(CaseFile, visit=visit)),
        checks={(c.casefile, c.check_no or 0): c for c in reads.find(FiveCheck, visit=visit)},
        findings=findings,
        items={f.rid: tuple(reads.find(FindingItem, finding=f.rid)) for f in findings},
        evidence=tuple(reads.find(Evidence, visit=visit)),
    )


def basis_of_scene(reads: Reads, scene: Scene, more: tuple[str, ...]) -> tuple[str, ...]:
    """The versions a paper about this scene states, sorted."""
    rids = [
        scene.visit.rid,
        *(f.rid for f in scene.findings),
        *(e.rid for e in scene.evidence),
        *more,
    ]
    rids += [case.rid for case in scene.cases]
    rids += [check.rid for check in scene.checks.values()]
    rids += [item.rid for items in scene.items.values() for item in items]
    return tuple(sorted({d for rid in rids for dots in reads.heads(rid).values() for d in dots}))
