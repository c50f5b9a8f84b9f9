"""A paper as data: blocks in order, ready to be drawn; it reads back from JSON exactly."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph. `style`: body, plain (no indent), small, right, centre, heading, strong."""

    text: str
    style: str = "body"


@dataclass(frozen=True, slots=True)
class Pairs:
    """Labels and values in a frame, `across` pairs a row."""

    rows: tuple[tuple[str, str], ...]
    across: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A table whose header repeats on every page; `widths` are shares of the text width."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    right: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Signing:
    """Lines to be signed by hand, kept together with what stands before them."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Seal:
    """Issuer and date at the right, seal over the date."""

    issuer: str
    date: str


Block = Text | Pairs | Grid | Signing | Seal
_KINDS: dict[str, type[Any]] = {k.__name__: k for k in (Text, Pairs, Grid, Signing, Seal)}


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper. `number` is "" in a draft; `footer` is a line repeated at the foot of every page."""

    kind: str
    issuer: str
    title: str
    number: str
    blocks: tuple[Block, ...]
    footer: str = ""
    dense: bool = False


def to_json(paper: Paper) -> str:
    """The paper as JSON text, kept with the issued document."""
    raw = asdict(paper)
    raw["blocks"] = [{"is": type(b).__name__, **asdict(b)} for b in paper.blocks]
    return json.dumps(raw, ensure_ascii=False, separators=(",", ":"))


def texts_of(paper: Paper) -> Iterator[str]:
    """Every text the paper prints."""
    yield from (paper.issuer, paper.title, paper.number, paper.footer)
    for block in paper.blocks:
        for value in asdict(block).values():
            yield from _strings(value)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _strings(part)


def from_json(text: str) -> Paper:
    """The paper that `to_json` wrote."""
    raw = json.loads(text)
    blocks = tuple(_block(dict(block)) for block in raw.pop("blocks"))
    return Paper(**raw, blocks=blocks)


def _block(raw: dict[str, Any]) -> Block:
    made: Block = _KINDS[raw.pop("is")](**{name: _frozen(value) for name, value in raw.items()})
    return made


def _frozen(value: Any) -> Any:
    return tuple(map(_frozen, value)) if isinstance(value, list) else value
