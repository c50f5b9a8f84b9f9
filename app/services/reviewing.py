"""Use cases of the reviewer: approve, return, propose, reopen; and the inspector's answer."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from app.changes import Changes
from app.domain.entity import Value, checked
from app.domain.finding import Evidence, Finding, FindingItem
from app.domain.office import Role
from app.domain.review import Decision, FindingState, ProposalAnswer, Review
from app.domain.reviewing import basis_of
from app.errors import AppError
from app.ports import Action, Reads, Store, Who

REVIEWERS = {Role.SUPERVISOR, Role.HEAD}
DECIDABLE = {FindingState.WAITING, FindingState.STALE}
PROPOSABLE = (
    "violation", "fact_text", "amount_fen", "fund_fen", "pooling_fen", "serious_fen", "aid_fen",
    "account_fen", "loss_fen", "loss_method",
)  # fmt: skip


def basis_now(reads: Reads, finding: str) -> tuple[str, ...]:
    """The versions a decision made now would rest on."""
    parts = [*reads.find(FindingItem, finding=finding), *reads.find(Evidence, owner=finding)]
    return basis_of(reads.heads(finding), [reads.heads(part.rid) for part in parts])


def approve(
    store: Store,
    who: Who,
    findings: Iterable[str],
    *,
    seen: Mapping[str, tuple[str, ...]] | None = None,
) -> Changes:
    """Approve findings in one action.

    `seen` maps a finding to the basis the reviewer had on the screen; AppError("review.changed")
    when one moved on meanwhile, and then none is approved.
    """
    with store.action("reviewing.approve", who) as act:
        for finding in findings:
            _check_seen(act, finding, seen)
            _decide(act, who, finding, Decision.APPROVE)
    return act.changes


def send_back(
    store: Store,
    who: Who,
    finding: str,
    words: str,
    *,
    seen: Mapping[str, tuple[str, ...]] | None = None,
) -> Changes:
    """Return a finding to the inspector with words; AppError("review.no_words") without them."""
    _need(words)
    with store.action("reviewing.send_back", who, why=words) as act:
        _check_seen(act, finding, seen)
        _decide(act, who, finding, Decision.RETURN, words=words)
    return act.changes


def propose(
    store: Store, who: Who, finding: str, values: Mapping[str, Value], *, words: str = ""
) -> Changes:
    """Propose other values; nothing changes until the inspector accepts."""
    wanted = {name: checked(Finding, name, value) for name, value in values.items()}
    with store.action("reviewing.propose", who, why=words) as act:
        held = act.get(Finding, finding)
        different = {n: v for n, v in wanted.items() if n in PROPOSABLE and getattr(held, n) != v}
        if not different:
            raise AppError("review.nothing_proposed")
        entries = tuple(f"{n}={json.dumps(v, ensure_ascii=False)}" for n, v in different.items())
        _decide(act, who, finding, Decision.PROPOSE, words=words, proposal=entries)
    return act.changes


def proposed_values(review: Review) -> dict[str, Value]:
    """What a proposal would set, by field."""
    pairs = (entry.partition("=") for entry in review.proposal)
    return {name: json.loads(raw) for name, _, raw in pairs}


def answer_proposal(
    store: Store, who: Who, review: str, *, accept: bool, words: str = ""
) -> Changes:
    """Accept a proposal (its values are written by the inspector) or refuse it with words."""
    if not accept:
        _need(words)
    with store.action("reviewing.answer_proposal", who, why=words) as act:
        held = act.get(Review, review)
        if held.decision != Decision.PROPOSE or held.answer:
            raise AppError("review.answered")
        if accept:
            values = proposed_values(held)
            if "fact_text" in values:
                values["fact_edited"] = True
            act.change(Finding, held.finding, values)
        answer = ProposalAnswer.ACCEPTED if accept else ProposalAnswer.REFUSED
        act.change(Review, review, {"answer": str(answer), "answer_words": words})
    return act.changes


def resubmit(store: Store, who: Who, finding: str, words: str) -> Changes:
    """Send a returned finding back to review as it is, with the inspector's words."""
    _need(words)
    with store.action("reviewing.resubmit", who, why=words) as act:
        if act.finding_state(finding) != FindingState.RETURNED:
            raise AppError("review.not_returned")
        last = last_review(act, finding)
        if last is None:
            raise AppError("review.not_returned")
        act.change(Review, last.rid, {"answer": "resubmitted", "answer_words": words})
    return act.changes


def reopen(store: Store, who: Who, finding: str, reason: str) -> Changes:
    """Take an approval back with a reason; the inspector can edit again."""
    _need(reason)
    with store.action("reviewing.reopen", who, why=reason) as act:
        if act.finding_state(finding) not in {FindingState.APPROVED, FindingState.STALE}:
            raise AppError("review.not_approved")
        _decide(act, who, finding, Decision.REOPEN, words=reason)
    return act.changes


def last_review(reads: Reads, finding: str) -> Review | None:
    """The decision that counts, if any."""
    reviews = reads.find(Review, finding=finding)
    return max(reviews, key=lambda review: (review.decided_at, review.rid)) if reviews else None


def _need(words: str) -> None:
    if not words.strip():
        raise AppError("review.no_words")


def _check_seen(act: Action, finding: str, seen: Mapping[str, tuple[str, ...]] | None) -> None:
    if seen is not None and seen.get(finding) != basis_now(act, finding):
        raise AppError("review.changed")


def _decide(
    act: Action,
    who: Who,
    finding: str,
    decision: Decision,
    *,
    words: str = "",
    proposal: tuple[str, ...] = (),
) -> None:
    if who.role not in REVIEWERS:
        raise AppError("review.role")
    act.get(Finding, finding)
    state = act.finding_state(finding)
    if state == FindingState.CONFLICT:
        raise AppError("review.conflict")
    if decision != Decision.REOPEN and state not in DECIDABLE:
        raise AppError("review.not_waiting")
    act.create(
        Review(
            finding=finding, decision=str(decision), words=words, proposal=proposal,
            basis=basis_now(act, finding), decided_by=who.rid,
            decided_at=act.now.isoformat(timespec="milliseconds"),
        )
    )  # fmt: skip
