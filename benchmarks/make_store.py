"""A store with a given number of findings, made through the store itself.

``python -m benchmarks.make_store FOLDER [findings]``
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

from app.domain.casefile import CaseFile
from app.domain.finding import Finding
from app.domain.institution import Institution
from app.domain.office import User
from app.domain.pinyin import initials
from app.domain.rules import violations
from app.domain.visit import Round, Visit, VisitState
from app.paths import Paths
from app.ports import Action, Who
from app.services import office
from app.services.office import SYSTEM
from db.store import LocalStore, open_store

PER_VISIT = 100
SIGNS = "检查病历费用清单重复收取血常规护理床位诊断治疗项目医嘱记录患者住院超标准用药"


def make(folder: Path, findings: int) -> LocalStore:
    """Fill a new store: 100 findings a visit, every visit another institution."""
    store = open_store(Paths(folder))
    chance = random.Random(11)
    office.set_office(store, SYSTEM, office.suggest_names("清溪县"))
    user = office.add_user(store, SYSTEM, User(name="张三", role="inspector"))[1]
    who = Who(user, "张三", "inspector")
    with store.action("bench.round", who) as act:
        held = act.create(Round(name="大轮次", begin_on="2026-01-01"))
    for at in range(0, findings, PER_VISIT):
        with store.action("bench.visit", who) as act:
            _visit(act, held, at // PER_VISIT, chance)
    store.search("检查")
    return store


def _visit(act: Action, held: str, number: int, chance: random.Random) -> None:
    name = f"清溪县{chance.choice(SIGNS)}{chance.choice(SIGNS)}第{number}医院"
    institution = act.create(
        Institution(
            fixmedins_name=name,
            fixmedins_code=f"H{number:011d}",
            kind="hospital",
            pinyin=initials(name),
        )
    )
    visit = act.create(
        Visit(
            round=held, institution=institution, state=str(VisitState.SUBMITTED),
            inspectors=(act.who.rid,), planned_on="2026-03-01", begin_at="2026-03-01T08:30",
            submitted_at="2026-03-01T08:00:00+00:00",
        )
    )  # fmt: skip
    cases = act.create_many(
        CaseFile(
            visit=visit, medcasno=f"{number}-{n}", psn_name="".join(chance.choices(SIGNS, k=3))
        )
        for n in range(10)
    )
    codes = list(violations())
    act.create_many(
        Finding(
            visit=visit, casefile=cases[n % 10], check_no=n % 5 + 1, violation=chance.choice(codes),
            fact_text="".join(chance.choices(SIGNS, k=60)), amount_fen=chance.randrange(10**6),
            fund_fen=100, position=n,
        )
        for n in range(PER_VISIT)
    )  # fmt: skip


if __name__ == "__main__":
    make(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 100_000).close()
