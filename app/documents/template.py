"""Filling a paper's template (data in `resources/papers`) with facts and tables."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from string import Formatter
from typing import Any

import resources
from app.documents.paper import Block, Grid, Pairs, Paper, Seal, Signing, Text

Table = Grid | Pairs


@cache
def template(kind: str) -> dict[str, Any]:
    """The template of a paper kind."""
    return resources.table(f"papers/{kind}.toml")


@cache
def phrases() -> dict[str, str]:
    """Sentences several papers share."""
    return {k: v for k, v in resources.table("papers/phrases.toml").items() if isinstance(v, str)}


def phrase(name: str, **facts: str) -> str:
    """One shared sentence, filled."""
    return phrases()[name].format(**facts)


def render(
    kind: str, facts: Mapping[str, str], tables: Mapping[str, Table], *, number: str
) -> Paper:
    """The paper. A block with `when` stands only if that fact or table is there and not empty."""
    found = template(kind)
    blocks = [
        block
        for raw in found["block"]
        if _stands(raw, facts, tables)
        for block in _block(raw, facts, tables)
    ]
    issuer = facts["agency" if found["issuer"] == "agency" else "bureau"]
    return Paper(
        kind, issuer, found["title"], number, tuple(blocks), _fill(found.get("footer", ""), facts),
        dense=bool(found.get("dense", False)),
    )  # fmt: skip


def _stands(raw: Mapping[str, Any], facts: Mapping[str, str], tables: Mapping[str, Table]) -> bool:
    def there(name: str) -> bool:
        table = tables.get(name)
        return bool(facts.get(name)) or (table is not None and bool(table.rows))

    return (
        there(raw["when"])
        if "when" in raw
        else not there(raw["unless"])
        if "unless" in raw
        else True
    )


def _block(
    raw: Mapping[str, Any], facts: Mapping[str, str], tables: Mapping[str, Table]
) -> list[Block]:
    kind = raw["is"]
    if kind in {"pairs", "grid"}:
        return [tables[raw["table"]]]
    if kind == "signing":
        return [Signing(tuple(_fill(line, facts) for line in raw["lines"]))]
    if kind == "seal":
        return [Seal(_fill(raw["issuer"], facts), _fill(raw["date"], facts))]
    # A fact of several lines is several paragraphs: one finding, one paragraph.
    lines = _fill(raw["text"], facts).split("\n")
    return [Text(line, raw.get("style", "body")) for line in lines if line.strip()]


def _fill(text: str, facts: Mapping[str, str]) -> str:
    return Formatter().vformat(text, (), facts)
