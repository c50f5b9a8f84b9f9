"""When a review decision counts: it judged exact versions, and those versions must still stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from app.domain.review import GUARDED, Decision, FindingState, ProposalAnswer, Review
from app.domain.visit import VisitState

Dots = Mapping[str, tuple[str, ...]]


def basis_of(finding_heads: Dots, part_heads: Iterable[Dots]) -> tuple[str, ...]:
    """The versions a decision about a finding rests on, sorted.

    `finding_heads` are the finding's current heads, `part_heads` those of each live evidence file
    and grid line: adding, changing or removing one of them changes the basis.
    """
    dots = {dot for name in GUARDED for dot in finding_heads.get(name, ())}
    for heads in part_heads:
        dots.update(dot for versions in heads.values() for dot in versions)
    return tuple(sorted(dots))


def finding_state(
    visit_state: str, reviews: Sequence[Review], basis_now: tuple[str, ...], *, conflicted: bool
) -> FindingState:
    """Where a finding stands. The latest decision counts, and an approval only on today's basis."""
    if conflicted:
        return FindingState.CONFLICT
    if not reviews:
        submitted = visit_state == VisitState.SUBMITTED
        return FindingState.WAITING if submitted else FindingState.DRAFT
    last = max(reviews, key=lambda review: (review.decided_at, review.rid))
    unchanged = last.basis == basis_now
    if last.decision == Decision.APPROVE:
        return FindingState.APPROVED if unchanged else FindingState.STALE
    if last.decision == Decision.PROPOSE:
        answered = last.answer in {ProposalAnswer.ACCEPTED, ProposalAnswer.REFUSED}
        return FindingState.WAITING if answered else FindingState.PROPOSED
    returned = unchanged and not last.answer
    return FindingState.RETURNED if returned else FindingState.WAITING
