"""The demo county: an invented office with work in every state, made through the same use cases."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import resources
from app.changes import Changes
from app.documents.options import Options
from app.domain.casefile import Answer, BedAnswer, CaseFile
from app.domain.codes import uscc_check_digits
from app.domain.document import PaperKind
from app.domain.finding import Evidence, EvidenceKind, Finding, FindingItem
from app.domain.handling import Deduction, Penalty
from app.domain.institution import Agreement, Institution
from app.domain.money import parse_decimal, product_fen
from app.domain.office import User
from app.domain.pinyin import initials
from app.domain.visit import Round, visit_rid
from app.errors import AppError
from app.ports import Attachments, Store, Who
from app.services import (
    findings,
    handling,
    issuing,
    office,
    planning,
    reviewing,
    submitting,
    visiting,
)  # fmt: skip
from app.services.office import SYSTEM

Progress = Callable[[int, int], None]
SEED = 2026
STEPS = 8


@dataclass(slots=True)
class _County:
    store: Store
    attachments: Attachments
    today: date
    raw: dict[str, Any]
    luck: random.Random
    people: dict[str, Who] = field(default_factory=dict)
    users: dict[str, str] = field(default_factory=dict)
    institutions: dict[str, str] = field(default_factory=dict)
    visits: list[str] = field(default_factory=list)
    issued: list[tuple[str, str]] = field(default_factory=list)

    @property
    def inspector(self) -> Who:
        return self.people["张三"]

    @property
    def supervisor(self) -> Who:
        return self.people["李四"]

    def day(self, offset: int) -> str:
        return (self.today + timedelta(days=offset)).isoformat()


def fill(
    store: Store,
    attachments: Attachments,
    today: date,
    progress: Progress = lambda _done, _all: None,
) -> Changes:
    """Fill an empty store; AppError("demo.not_empty") when there is anything in it."""
    reads = store.reads()
    if any(reads.find(Institution)) or any(reads.find(User)):
        raise AppError("demo.not_empty")
    raw = resources.table("demo/county.toml")
    county = _County(store, attachments, today, raw, random.Random(SEED))
    steps = (
        _office,
        _institutions,
        _rounds,
        _first_round,
        _second_round,
        _third_round,
        _handling,
        _papers,
    )
    for number, step in enumerate(steps):
        progress(number, STEPS)
        step(county)
    progress(STEPS, STEPS)
    touched = {
        "institution": frozenset(county.institutions.values()),
        "visit": frozenset(county.visits),
    }
    return Changes(touched)


def _office(county: _County) -> None:
    names = office.suggest_names(county.raw["county"])
    office.set_office(
        county.store, SYSTEM,
        {**names, "admdvs": county.raw["admdvs"], "address": "清溪县城关镇政务大道1号", "phone": "0999-1234567",
         "contact_name": "李四", "complaint_phone": "0999-1234560", "yearly_cap": 4,
         "special_account": "清溪县财政局社会保障基金财政专户 9990 0000 0001",
         "treasury_account": "国家金库清溪县支库（凭缴款通知书）"},
    )  # fmt: skip
    for person in county.raw["person"]:
        low, high = person.get("valid", (0, 0))
        user = User(
            name=person["name"], role=person["role"], department=person["department"],
            cert_no=person.get("cert_no", ""), cert_from=county.day(low) if high else "",
            cert_to=county.day(high) if high else "",
        )  # fmt: skip
        _, rid = office.add_user(county.store, SYSTEM, user)
        county.people[user.name] = Who(rid, user.name, user.role)
        county.users[user.name] = rid


def _institutions(county: _County) -> None:
    records: list[Institution] = []
    towns = county.raw["towns"]
    for group in county.raw["group"]:
        names = group.get("names") or [
            group["pattern"].format(town=towns[n % len(towns)], n="一二三四五六七八"[n % 8])
            for n in range(group["count"])
        ]
        for n, name in enumerate(names):
            records.append(_institution(county, group, name, n, len(records) + 1))
    with county.store.action("importing.commit", SYSTEM) as act:
        rids = act.create_many(records)
        act.create_many(
            Agreement(
                institution=rid, year=county.today.year, agreement_no=f"清医协〔{county.today.year}〕{n}号",
                deposit_fen=5_000_000 if record.kind == "hospital" else 500_000,
                signed_on=f"{county.today.year}-01-05", valid_to=f"{county.today.year}-12-31",
            )
            for n, (rid, record) in enumerate(zip(rids, records, strict=True), 1)
        )  # fmt: skip
    county.institutions = {r.fixmedins_name: rid for r, rid in zip(records, rids, strict=True)}


def _institution(
    county: _County, group: dict[str, Any], name: str, n: int, serial: int
) -> Institution:
    def pick(key: str) -> Any:
        values = group.get(key)
        return values[n % len(values)] if values else None

    letter = "P" if group["kind"] == "pharmacy" else "H"
    town = next((t for t in county.raw["towns"] if t in name), county.raw["towns"][0])
    return Institution(
        fixmedins_name=name, fixmedins_code=f"{letter}{county.raw['admdvs']}{serial:05d}",
        kind=group["kind"], hosp_lv=pick("hosp_lv") or "", beds=pick("beds"),
        ownership=pick("ownership") or ("民营" if letter == "P" else "公立"), district=town,
        address=f"{county.raw['county']}{town}{n + 1}号", legal_rep=_person(county),
        contact_name=_person(county), contact_phone=f"0999-55{serial:05d}",
        uscc=uscc_check_digits(f"52{county.raw['admdvs']}MJ{serial:06d}"),
        designated_on=f"{2016 + serial % 8}-01-01", pinyin=initials(name),
    )  # fmt: skip


def _person(county: _County) -> str:
    return str(county.luck.choice(county.raw["surnames"]) + county.luck.choice(county.raw["given"]))


def _rounds(county: _County) -> None:
    team = (county.users["张三"], county.users["王敏"])
    for raw in county.raw["round"]:
        record = Round(
            name=raw["name"].replace("2026", str(county.today.year)), kind=raw["kind"],
            purpose=raw["purpose"], basis=raw["basis"], begin_on=county.day(raw["begin"]),
            end_on=county.day(raw["begin"] + raw["days"]), approver=county.users["陈局"],
            approved_on=county.day(raw["begin"] - 5), members=team,
        )  # fmt: skip
        _, rid = planning.add_round(county.store, county.supervisor, record)
        chosen = [county.institutions[name] for name in raw["institutions"]]
        planning.add_institutions(county.store, county.supervisor, rid, chosen)
        county.visits += [visit_rid(rid, institution) for institution in chosen]


def _begin(county: _County, visit: str, offset: int, wards: int = 2) -> None:
    store, who, day = county.store, county.inspector, county.day(offset)
    visiting.begin(store, who, visit, at=f"{day}T08:30")
    visiting.set_visit(
        store, who, visit,
        {"end_at": f"{day}T11:40", "planned_on": day, "wards": tuple(county.raw["wards"][:wards]),
         "persons_present": (f"{_person(county)}|医保办主任", f"{_person(county)}|病区护士长"),
         "shown_certificates": True, "told_recusal": True, "discharged": 83, "sampled": 42,
         "summary": "现场查看病区，核对在院患者，调阅病历和费用清单。"},
    )  # fmt: skip


def _cases(county: _County, visit: str, count: int, offset: int) -> list[str]:
    made = []
    for n in range(count):
        name, code = county.luck.choice(county.raw["diagnoses"])
        total = county.luck.randrange(180_000, 980_000)
        made.append(
            CaseFile(
                medcasno=f"{county.day(offset)[:7].replace('-', '')}-{county.luck.randrange(1000, 9999)}",
                psn_name="龚䶮㛃" if n == 1 else _person(county), gend=county.luck.choice("12"),
                age=county.luck.randrange(8, 90), ward=county.luck.choice(county.raw["wards"][:2]),
                bed_no=str(county.luck.randrange(1, 60)), adm_on=county.day(offset - 9 - n),
                diagnosis=name, dise_code=code, insutype=county.luck.choice(["310", "390"]),
                total_fen=total, fund_fen=total * 7 // 10,
            )
        )  # fmt: skip
    changes, _ = visiting.add_casefiles(county.store, county.inspector, visit, made)
    reads = county.store.reads()
    return [
        case.rid for case in reads.find(CaseFile, visit=visit) if case.rid in changes.of("casefile")
    ]


def _problem(county: _County, visit: str, case: str, number: int) -> str:
    raw = county.raw["finding"][number % len(county.raw["finding"])]
    store, who = county.store, county.inspector
    held = store.reads().get(CaseFile, case)
    _, rid = findings.add(
        store, who,
        Finding(visit=visit, casefile=case, check_no=raw["check"], violation=raw["violation"],
                insutype=held.insutype, occurred_from=held.adm_on),
    )  # fmt: skip
    rows = [
        FindingItem(
            hilist_name=name, quantity=quantity, unit_price=price,
            amount_fen=product_fen(parse_decimal(quantity), parse_decimal(price)) if quantity else None,
        )
        for name, quantity, price in raw["items"]
    ]  # fmt: skip
    findings.set_items(store, who, rid, rows)
    total = sum(row.amount_fen or 0 for row in rows)
    findings.set_fields(store, who, rid, {"amount_fen": total, "pooling_fen": total * 7 // 10})
    picture = _picture(number)
    stored = county.attachments.take_in(picture)
    findings.add_evidence(
        store, who,
        Evidence(owner=rid, visit=visit, kind=str(EvidenceKind.PHOTO), sha256=stored.sha256,
                 size=stored.size, file_name=f"病历照片{number + 1}.png", media_type="image/png",
                 caption="费用清单与医嘱照片"),
    )  # fmt: skip
    return rid


def _picture(number: int) -> bytes:
    """A small invented page of a bill, so that previews have something to show."""
    from io import BytesIO

    from PIL import Image, ImageDraw

    page = Image.new("RGB", (480, 640), (246, 246, 240))
    draw = ImageDraw.Draw(page)
    for line in range(18):
        width = 180 + (line * 53 + number * 31) % 220
        draw.rectangle((40, 60 + line * 30, 40 + width, 70 + line * 30), fill=(120, 130, 140))
    draw.rectangle((40, 20, 300, 40), fill=(11, 110, 105))
    out = BytesIO()
    page.save(out, "PNG")
    return out.getvalue()


def _answer_all(county: _County, cases: list[str]) -> None:
    for case in cases:
        visiting.all_ok(county.store, county.inspector, case)


def _finish(county: _County, visit: str, offset: int, problems: range, count: int = 7) -> list[str]:
    _begin(county, visit, offset)
    cases = _cases(county, visit, count, offset)
    made = [
        _problem(county, visit, cases[n % len(cases)], number) for n, number in enumerate(problems)
    ]
    _answer_all(county, cases)
    submitting.submit(county.store, county.inspector, visit)
    return made


def _first_round(county: _County) -> None:
    for n, visit in enumerate(county.visits[:5]):
        if n == 3:  # the pharmacy has no case files
            _begin(county, visit, -50 + n, wards=0)
            submitting.submit(county.store, county.inspector, visit)
            continue
        made = _finish(county, visit, -55 + 3 * n, range(n * 3, n * 3 + 4), 7)
        reviewing.approve(county.store, county.supervisor, made)


def _second_round(county: _County) -> None:
    store, boss = county.store, county.supervisor
    first = _finish(county, county.visits[5], -20, range(3, 8))
    reviewing.approve(store, boss, first[:2])
    reviewing.send_back(
        store, boss, first[2], "请补充收费明细和医嘱的对应日期，并说明数量如何认定。"
    )
    reviewing.propose(
        store,
        boss,
        first[3],
        {"amount_fen": 5_400, "pooling_fen": 3_780},
        words="住院首日不应计入。",
    )
    second = _finish(county, county.visits[6], -16, range(6, 10))
    reviewing.approve(store, boss, second[:1])
    submitting.reopen(store, boss, county.visits[6], "补充一份病历后再提交")
    findings.set_fields(
        store,
        county.inspector,
        second[1],
        {"fact_text": "复核重新打开后补充：吸氧36小时无执行记录。"},
    )
    submitting.submit(store, county.inspector, county.visits[6])
    _finish(county, county.visits[7], -12, range(9, 12), 6)


def _third_round(county: _County) -> None:
    visit = county.visits[9]
    store, who = county.store, county.inspector
    _begin(county, visit, 0)
    cases = _cases(county, visit, 12, 0)
    for n, case in enumerate(cases[:5]):
        if n in {1, 3}:
            _problem(county, visit, case, n)
        visiting.all_ok(store, who, case)
    visiting.record_answer(store, who, cases[5], 1, answer=Answer.OK)
    visiting.record_answer(
        store, who, cases[5], 2, answer=Answer.UNCHECKED, reason="患者外出检查，病历在手术室"
    )
    visiting.add_beds(store, who, visit, ward="内科二病区", beds=[str(n) for n in range(21, 33)])
    beds = [case for case in store.reads().find(CaseFile, visit=visit) if case.kind == "bed"]
    for n, bed in enumerate(beds[:7]):
        answer = BedAnswer.ABSENT if n == 4 else BedAnswer.PRESENT
        visiting.record_bed(store, who, bed.rid, answer)


def _handling(county: _County) -> None:
    store, boss = county.store, county.supervisor
    visit = county.visits[0]
    rids = tuple(f.rid for f in store.reads().find(Finding, visit=visit))
    handling.set_handling(
        store, boss, visit,
        {"agreement_no": f"清医协〔{county.today.year}〕1号", "agreement_clause": "第三十二条、第四十一条",
         "extrapolate": True, "extrapolate_clause": "第四十三条（抽样推算）"},
    )  # fmt: skip
    handling.add_deduction(
        store, boss, visit, Deduction(behaviour="recover", findings=rids, position=1)
    )
    handling.add_penalty(
        store, boss, visit,
        Penalty(article="38", findings=rids, multiple="1.5", grade="一般", position=1,
                reason="首次发现，配合检查", recovered_fen=0),
    )  # fmt: skip
    psychiatric = county.visits[2]
    handling.set_handling(
        store, boss, psychiatric,
        {"agreement_no": f"清医协〔{county.today.year}〕5号", "agreement_clause": "第四十一条"},
    )  # fmt: skip
    held = store.reads().find(Finding, visit=psychiatric)
    hanging = tuple(f.rid for f in held if f.violation == "hanging_bed")
    handling.add_deduction(
        store, boss, psychiatric,
        Deduction(behaviour="split_or_hanging", findings=hanging, unit_fen=500_000, count=max(1, len(hanging)),
                  reason="首次发现，按下限", position=1),
    )  # fmt: skip


def _papers(county: _County) -> None:
    visit = county.visits[0]
    papers = (
        (PaperKind.INSPECTION_FORM, visit, -55), (PaperKind.RECTIFICATION_ORDER, visit, -40),
        (PaperKind.AGREEMENT_NOTICE, visit, -38), (PaperKind.PENALTY_NOTICE, visit, -30),
        (PaperKind.PENALTY_DECISION, visit, -15), (PaperKind.INSPECTION_FORM, county.visits[2], -49),
        (PaperKind.AGREEMENT_NOTICE, county.visits[2], -25),
    )  # fmt: skip
    for kind, where, offset in papers:
        told = "当事人在规定期限内未提出陈述、申辩意见，也未要求听证。"
        options = Options(dated_on=county.day(offset), statement_told=told)
        _, rid = issuing.issue(
            county.store, county.attachments, county.supervisor, kind, where, options=options
        )
        if kind in {PaperKind.RECTIFICATION_ORDER, PaperKind.PENALTY_NOTICE}:
            issuing.serve(
                county.store, county.supervisor, rid, on=county.day(offset + 1), mode="直接送达"
            )
