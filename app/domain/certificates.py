"""Who may inspect on a day: ≥ 2 officers with a certificate valid then (law.md §1-10)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.office import User

NEEDED = 2


@dataclass(frozen=True, slots=True)
class CertificateRemark:
    """What is wrong with a team or a person's certificate: an error code and the person's name."""

    code: str
    name: str = ""


def remark_on(user: User, day: str) -> CertificateRemark | None:
    """What keeps this person's certificate from counting on an ISO day; None when it counts."""
    if not user.cert_no.strip():
        return CertificateRemark("certificate.missing", user.name)
    if user.cert_from and day and day < user.cert_from:
        return CertificateRemark("certificate.not_yet_valid", user.name)
    if user.cert_to and day and day > user.cert_to:
        return CertificateRemark("certificate.expired", user.name)
    if not user.cert_to:
        return CertificateRemark("certificate.no_validity", user.name)
    return None


def remarks_on_team(team: Iterable[User], day: str) -> list[CertificateRemark]:
    """Every flaw of the team on that day, the missing second officer last."""
    members = list(team)
    found = [remark for user in members if (remark := remark_on(user, day))]
    if len(members) - len(found) < NEEDED:
        found.append(CertificateRemark("certificate.too_few"))
    return found
