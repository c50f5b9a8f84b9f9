"""How a long list is read: all ids first, then the cells of the rows that are looked at.

A list is a `ListSpec`; every module of this package that has a `SPECS` tuple adds its lists.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from app.domain.entity import Value
from app.errors import AppError
from app.ports import ListQuery
from app.queries.searching import SEARCHED
from db.projection import to_column
from db.search import matching, query


@dataclass(frozen=True, slots=True)
class ListSpec:
    """One list. In every SQL piece `t` is the entity's table; other tables come from `joins`.

    `columns` maps a column name to its SQL; `filters` maps a filter name to a condition with one
    ``?`` (a tuple value arrives as JSON for json_each); `orders` maps an order to ORDER BY terms
    without direction words. `also` finds rows by the text of related kinds: entity → condition with
    ``{rns}`` standing for the matching record numbers of that kind.
    """

    name: str
    entity: str
    columns: Mapping[str, str]
    joins: str = ""
    where: str = ""
    filters: Mapping[str, str] = field(default_factory=dict)
    orders: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    also: Mapping[str, str] = field(default_factory=dict)


@cache
def specs() -> dict[str, ListSpec]:
    """Every registered list by name."""
    package = importlib.import_module("db.rows")
    found: dict[str, ListSpec] = {}
    for info in pkgutil.iter_modules(package.__path__):
        module = importlib.import_module(f"db.rows.{info.name}")
        for spec in getattr(module, "SPECS", ()):
            found[spec.name] = spec
    return found


@cache
def queries() -> dict[str, str]:
    """Every registered query (`QUERIES` of a module) by name."""
    package = importlib.import_module("db.rows")
    found: dict[str, str] = {}
    for info in pkgutil.iter_modules(package.__path__):
        found.update(getattr(importlib.import_module(f"db.rows.{info.name}"), "QUERIES", {}))
    return found


def query_sql(name: str) -> str:
    """The statement of a registered query."""
    return queries()[name]


def spec_of(name: str) -> ListSpec:
    """The list of this name."""
    try:
        return specs()[name]
    except KeyError:
        raise AppError("list.unknown", name=name) from None


def ids_sql(asked: ListQuery, *, counting: bool = False) -> tuple[str, list[Value]]:
    """The statement that gives all rids of a list in order (or their number), and its values."""
    spec = spec_of(asked.name)
    tests, values = ["t._del = 0"], list[Value]()
    if spec.where:
        tests.append(spec.where)
    for name, value in asked.filters.items():
        tests.append(spec.filters[name])
        values.append(to_column(value))
    wanted = query(asked.text)
    if wanted:
        parts = [f"t.rn IN ({matching(spec.entity)})"] if spec.entity in SEARCHED else []
        parts += [sql.replace("{rns}", matching(entity)) for entity, sql in spec.also.items()]
        tests.append(f"({' OR '.join(parts)})")
        values += [wanted] * len(parts)
    what = "count(*)" if counting else "t.rid"
    sql = f'SELECT {what} FROM "{spec.entity}" t {spec.joins} WHERE {" AND ".join(tests)}'
    return (sql if counting else f"{sql} ORDER BY {_order(spec, asked)}"), values


def _order(spec: ListSpec, asked: ListQuery) -> str:
    terms = spec.orders.get(asked.order) or next(iter(spec.orders.values()), ("t.rn",))
    way = " DESC" if asked.descending else ""
    return ", ".join(f"{term}{way}" for term in (*terms, "t.rn"))


def rows_sql(name: str) -> str:
    """The statement that reads the cells of rows named in one bound JSON list of rids."""
    spec = spec_of(name)
    cells = ", ".join(spec.columns.values())
    return (
        f'SELECT t.rid, {cells} FROM "{spec.entity}" t {spec.joins}'
        " WHERE t.rid IN (SELECT value FROM json_each(?)) AND t._del = 0"
    )


def wanted(rids: Sequence[str]) -> tuple[str]:
    """The bound value for `rows_sql`."""
    return (json.dumps(list(rids)),)
