"""Every registered list and query answers, from indexes where it must be quick."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from app.paths import Paths
from app.ports import ListQuery
from app.services import demo
from db.rows.listing import ids_sql, queries, query_sql, specs
from db.store import LocalStore, open_store


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> LocalStore:
    """The demo county."""
    store = open_store(Paths(Path(tmp_path_factory.mktemp("rows")) / "data"))
    demo.fill(store, store.attachments, date(2026, 11, 23))
    return store


@pytest.mark.parametrize("name", sorted(specs()))
def test_every_list_with_every_filter_and_order(filled: LocalStore, name: str) -> None:
    spec = specs()[name]
    everything = filled.ids(ListQuery(name))
    assert everything
    for order in ("", *spec.orders):
        for descending in (False, True):
            found = filled.ids(ListQuery(name, order=order, descending=descending))
            assert sorted(found) == sorted(everything)
    for each, condition in spec.filters.items():
        value: object = ("waiting",) if "json_each" in condition else "nothing of the kind"
        assert set(filled.ids(ListQuery(name, filters={each: value}))) <= set(everything)  # type: ignore[dict-item]
    assert filled.count(ListQuery(name)) == len(everything)
    assert filled.count(ListQuery(name, text="清溪")) == len(
        filled.ids(ListQuery(name, text="清溪"))
    )
    cells = filled.source(name).rows(everything)
    assert set(cells) == set(everything)
    assert {len(row) for row in cells.values()} == {len(spec.columns)}


@pytest.mark.parametrize("name", sorted(queries()))
def test_every_query_answers(filled: LocalStore, name: str) -> None:
    values = [""] * len(set(re.findall(r"\?\d", query_sql(name))))
    filled.rows(name, *values)


@pytest.mark.parametrize(
    "name", ["waiting", "returned", "due", "queue", "last_findings", "round_visits"]
)
def test_what_is_asked_all_the_time_walks_through_no_table(filled: LocalStore, name: str) -> None:
    sql = query_sql(name)
    values = [""] * len(set(re.findall(r"\?\d", sql)))
    plan = filled.reads().conn.execute(f"EXPLAIN QUERY PLAN {sql}", values).fetchall()
    walked = [row[3] for row in plan if re.match(r"SCAN (finding|visit|casefile|f|v|c)\b", row[3])]
    allowed = {"last_findings": ["SCAN finding", "SCAN f"]}.get(name, [])
    assert [step for step in walked if step not in allowed] == []


def test_a_page_of_findings_is_found_by_number(filled: LocalStore) -> None:
    sql, values = ids_sql(ListQuery("findings", text="清溪"))
    plan = filled.reads().conn.execute(f"EXPLAIN QUERY PLAN {sql}", values).fetchall()
    assert not any(step[3].startswith("SCAN finding") for step in plan)
