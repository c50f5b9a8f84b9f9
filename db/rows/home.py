"""What the navigation and the home page ask; each answered from indexes."""

from __future__ import annotations

QUERIES = {
    # review, returned to this person, commits and files never exchanged
    "waiting": """
        SELECT (SELECT count(*) FROM finding_state WHERE state IN ('waiting', 'stale')),
               (SELECT count(*) FROM finding_state s JOIN finding f ON f.rn = s.rn
                 JOIN visit v ON v.rid = f.visit
                 WHERE s.state IN ('returned', 'proposed')
                   AND EXISTS (SELECT 1 FROM json_each(v.inspectors) j WHERE j.value = ?1)),
               (SELECT max(cid) FROM commit_log),
               (SELECT count(*) FROM evidence WHERE _del = 0)
    """,
    "any_institution": "SELECT 1 FROM institution WHERE _del = 0 LIMIT 1",
    "last_findings": """
        SELECT i.rid, i.fixmedins_name, f.violation, v.begin_at, f.amount_fen
        FROM (SELECT * FROM finding WHERE _del = 0 ORDER BY rn DESC LIMIT 200) f
        CROSS JOIN visit v ON v.rid = f.visit CROSS JOIN institution i ON i.rid = v.institution
        WHERE v._del = 0 AND v.state = 'submitted' ORDER BY f.rn DESC LIMIT 6
    """,
    "today": """
        SELECT v.rid, i.fixmedins_name, r.name, v.state, v.wards, v.inspectors, v.planned_on,
               (SELECT count(*) FROM casefile c WHERE c.visit = v.rid AND c._del = 0)
        FROM visit v JOIN institution i ON i.rid = v.institution JOIN round r ON r.rid = v.round
        WHERE v._del = 0 AND v.state <> 'submitted' AND v.planned_on <= ?1
        ORDER BY v.state, v.planned_on, v.rn LIMIT 30
    """,
    "returned": """
        SELECT f.rid, f.visit, i.fixmedins_name, f.fact_text, w.words, s.state
        FROM finding_state s JOIN finding f ON f.rn = s.rn JOIN visit v ON v.rid = f.visit
        JOIN institution i ON i.rid = v.institution
        JOIN review w ON w.finding = f.rid
        WHERE s.state IN ('returned', 'proposed') AND f._del = 0 AND w._del = 0
          AND w.decided_at = (SELECT max(decided_at) FROM review WHERE finding = f.rid)
        ORDER BY w.decided_at LIMIT 30
    """,
    "due": """
        SELECT d.rid, d.title || ' ' || d.number, i.fixmedins_name, d.deadline_on
        FROM document d JOIN visit v ON v.rid = d.visit JOIN institution i ON i.rid = v.institution
        WHERE d._del = 0 AND d.deadline_on <> '' AND d.voided_at = '' AND d.deadline_on >= ?1
        ORDER BY d.deadline_on LIMIT 20
    """,
    "queue": """
        SELECT f.rid, i.fixmedins_name, f.violation, f.amount_fen, v.submitted_at, s.state
        FROM (SELECT rn, state FROM (SELECT rn, state FROM finding_state WHERE state = 'waiting'
                                     ORDER BY rn LIMIT 8)
              UNION ALL
              SELECT rn, state FROM (SELECT rn, state FROM finding_state WHERE state = 'stale'
                                     ORDER BY rn LIMIT 8)) s
        JOIN finding f ON f.rn = s.rn JOIN visit v ON v.rid = f.visit
        JOIN institution i ON i.rid = v.institution ORDER BY s.rn LIMIT 8
    """,
    "coverage": """
        SELECT r.rid, r.name, count(*), sum(v.state = 'submitted')
        FROM round r JOIN visit v ON v.round = r.rid AND v._del = 0
        WHERE r._del = 0 AND r.closed = 0 GROUP BY r.rn ORDER BY r.begin_on DESC LIMIT 6
    """,
    "violations": """
        SELECT f.violation, count(*), sum(coalesce(f.amount_fen, 0))
        FROM visit v JOIN finding f ON f.visit = v.rid AND f._del = 0
        WHERE v._del = 0 AND v.begin_at >= ?1 GROUP BY f.violation ORDER BY 2 DESC LIMIT 8
    """,
    "institution_history": """
        SELECT v.rid, r.name, r.kind, v.state, v.begin_at, v.planned_on,
               (SELECT count(*) FROM finding f WHERE f.visit = v.rid AND f._del = 0),
               (SELECT sum(f.amount_fen) FROM finding f WHERE f.visit = v.rid AND f._del = 0),
               (SELECT sum(f.fund_fen) FROM finding f WHERE f.visit = v.rid AND f._del = 0)
        FROM visit v JOIN round r ON r.rid = v.round
        WHERE v.institution = ?1 AND v._del = 0 ORDER BY coalesce(nullif(v.begin_at, ''), v.planned_on) DESC
    """,
    "institution_papers": """
        SELECT d.rid, d.title, d.number, d.issued_on, d.deadline_on, d.amount_fen, d.voided_at
        FROM document d JOIN visit v ON v.rid = d.visit
        WHERE v.institution = ?1 AND d._del = 0 ORDER BY d.issued_on DESC, d.rn DESC
    """,
    "round_visits": """
        SELECT v.rid, i.fixmedins_name, i.fixmedins_code, v.state, v.planned_on,
               (SELECT count(*) FROM casefile c WHERE c.visit = v.rid AND c._del = 0),
               (SELECT count(*) FROM finding f WHERE f.visit = v.rid AND f._del = 0), i.rid
        FROM visit v JOIN institution i ON i.rid = v.institution
        WHERE v.round = ?1 AND v._del = 0 ORDER BY v.rn
    """,
}  # fmt: skip
