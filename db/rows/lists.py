"""The long lists: institutions, rounds, findings, review queue, handling threads, documents."""

from __future__ import annotations

from db.rows.listing import ListSpec

_VISIT = (
    "LEFT JOIN visit v ON v.rid = t.visit LEFT JOIN institution i ON i.rid = v.institution"
    " LEFT JOIN round r ON r.rid = v.round"
)
_OF_INSTITUTION = (
    "t.visit IN (SELECT vv.rid FROM institution ii JOIN visit vv ON vv.institution = ii.rid"
    " WHERE ii.rn IN ({rns}))"
)
# Lists show patients as 李*芳; the full name is for the finding's own page.
MASKED_FACT = (
    "CASE WHEN length(c.psn_name) > 1 THEN replace(t.fact_text, c.psn_name,"
    " substr(c.psn_name, 1, 1) || '*' || CASE WHEN length(c.psn_name) > 2"
    " THEN substr(c.psn_name, -1) ELSE '' END) ELSE t.fact_text END"
)
_FINDING_COLUMNS = {
    "institution": "i.fixmedins_name",
    "round": "r.name",
    "violation": "t.violation",
    "fact": MASKED_FACT,
    "amount": "t.amount_fen",
    "fund": "t.fund_fen",
    "state": "coalesce(s.state, 'draft')",
    "visit": "t.visit",
    "submitted": "v.submitted_at",
}
_FINDING_JOINS = (
    f"{_VISIT} LEFT JOIN finding_state s ON s.rn = t.rn LEFT JOIN casefile c ON c.rid = t.casefile"
)
_FINDING_FILTERS = {
    "state": "s.state = ?",
    "violation": "t.violation = ?",
    "visit": "t.visit = ?",
    "round": "v.round = ?",
    "institution": "v.institution = ?",
}

SPECS = (
    ListSpec(
        name="institutions",
        entity="institution",
        columns={
            "name": "t.fixmedins_name", "code": "t.fixmedins_code", "kind": "t.kind",
            "level": "t.hosp_lv", "ownership": "t.ownership", "beds": "t.beds",
            "district": "t.district", "phone": "t.contact_phone",
        },
        where="t.merged_into = ''",
        filters={"kind": "t.kind = ?", "district": "t.district = ?"},
        orders={"code": ("t.fixmedins_code",), "name": ("t.fixmedins_name",), "beds": ("t.beds",)},
    ),
    ListSpec(
        name="rounds",
        entity="round",
        columns={
            "name": "t.name", "kind": "t.kind", "begin": "t.begin_on", "end": "t.end_on",
            "visits": "(SELECT count(*) FROM visit v WHERE v.round = t.rid AND v._del = 0)",
            "done": "(SELECT count(*) FROM visit v WHERE v.round = t.rid AND v._del = 0"
            " AND v.state = 'submitted')",
        },
        orders={"begin": ("t.begin_on",)},
    ),
    ListSpec(
        name="findings",
        entity="finding",
        columns=_FINDING_COLUMNS,
        joins=_FINDING_JOINS,
        filters=_FINDING_FILTERS,
        orders={"age": ("t.rn",), "amount": ("t.amount_fen",)},
        also={"institution": _OF_INSTITUTION},
    ),
    ListSpec(
        name="review",
        entity="finding",
        columns=_FINDING_COLUMNS,
        joins=_FINDING_JOINS,
        where="s.state IN ('waiting', 'stale', 'conflict', 'proposed', 'returned')",
        filters=_FINDING_FILTERS | {"states": "s.state IN (SELECT value FROM json_each(?))"},
        orders={"age": ("v.submitted_at", "t.rn"), "amount": ("t.amount_fen",)},
        also={"institution": _OF_INSTITUTION},
    ),
    ListSpec(
        name="cases",
        entity="visit",
        columns={
            "institution": "i.fixmedins_name", "round": "r.name", "submitted": "t.submitted_at",
            "findings": "(SELECT count(*) FROM finding f WHERE f.visit = t.rid AND f._del = 0)",
            "approved": "(SELECT count(*) FROM finding f JOIN finding_state s ON s.rn = f.rn"
            " WHERE f.visit = t.rid AND f._del = 0 AND s.state = 'approved')",
            "amount": "(SELECT sum(f.amount_fen) FROM finding f WHERE f.visit = t.rid AND f._del = 0)",
            "papers": "(SELECT count(*) FROM document d WHERE d.visit = t.rid AND d._del = 0"
            " AND d.voided_at = '')",
        },
        joins="LEFT JOIN institution i ON i.rid = t.institution LEFT JOIN round r ON r.rid = t.round",
        where="t.state = 'submitted' AND EXISTS (SELECT 1 FROM finding f WHERE f.visit = t.rid"
        " AND f._del = 0)",
        filters={"round": "t.round = ?"},
        orders={"submitted": ("t.submitted_at",)},
        also={"institution": "t.institution IN (SELECT ii.rid FROM institution ii"
              " WHERE ii.rn IN ({rns}))"},
    ),
    ListSpec(
        name="documents",
        entity="document",
        columns={
            "number": "t.number", "title": "t.title", "institution": "i.fixmedins_name",
            "issued": "t.issued_on", "amount": "t.amount_fen", "deadline": "t.deadline_on",
            "served": "t.served_on", "void": "t.voided_at",
        },
        joins=_VISIT,
        filters={"kind": "t.kind = ?", "visit": "t.visit = ?"},
        orders={"issued": ("t.issued_on",), "number": ("t.number",)},
        also={"institution": _OF_INSTITUTION},
    ),
)  # fmt: skip
