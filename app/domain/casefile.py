"""Case files (病例) examined during a visit, ward-list entries, and the five checks of each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from app.domain.entity import Entity
from app.domain.ids import singleton_rid

CHECKS = (1, 2, 3, 4, 5)
"""五查: 1 查病人, 2 查病情, 3 查处方, 4 查病历, 5 查清单 (practice.md §1)."""


class CaseKind(StrEnum):
    """A case file, or an entry of the ward list without one (空床、挂床 patrol)."""

    CASEFILE = "casefile"
    BED = "bed"


class BedAnswer(StrEnum):
    """What the bed patrol saw."""

    PRESENT = "present"  # 在
    ABSENT = "absent"  # 不在
    MISMATCH = "mismatch"  # 人证不符


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile(Entity):
    """One case of a visit. Names follow the settlement standard: `medcasno` 住院号/病案号, `psn_no`."""

    entity: ClassVar[str] = "casefile"

    visit: str = ""
    kind: str = CaseKind.CASEFILE
    position: int | None = None
    medcasno: str = ""
    psn_no: str = ""
    psn_name: str = ""
    certno: str = ""
    gend: str = ""  # "1" 男, "2" 女, "" unknown
    age: int | None = None
    ward: str = ""
    bed_no: str = ""
    adm_on: str = ""
    dscg_on: str = ""
    diagnosis: str = ""
    dise_code: str = ""
    med_type: str = ""
    insutype: str = ""  # "310" 职工, "390" 居民
    setl_id: str = ""
    total_fen: int | None = None
    fund_fen: int | None = None
    bed_answer: str = ""
    note: str = ""


class Answer(StrEnum):
    """The conclusion of one check; `UNCHECKED` needs a reason."""

    OK = "ok"  # 相符
    PROBLEM = "problem"  # 有问题
    UNCHECKED = "unchecked"  # 未查


def fivecheck_rid(casefile_rid: str, check_no: int) -> str:
    """The same check on every laptop."""
    return singleton_rid(casefile_rid, f"check-{check_no}")


@dataclass(frozen=True, slots=True, kw_only=True)
class FiveCheck(Entity):
    """The answer to one of the five checks of a case; no record means not answered yet."""

    entity: ClassVar[str] = "fivecheck"

    casefile: str = ""
    visit: str = ""
    check_no: int | None = None
    answer: str = ""
    reason: str = ""
