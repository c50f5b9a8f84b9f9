"""The office's rule tables as values; data in `resources/rules` and `resources/law`."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

import resources

_HAN = dict(zip("0123456789", "〇一二三四五六七八九", strict=True))


@dataclass(frozen=True, slots=True)
class Check:
    """One of the five checks with its guide."""

    no: int
    name: str
    verify: str
    look: str
    ask: str
    copy: str
    basis: str


@dataclass(frozen=True, slots=True)
class Violation:
    """A type of problem. `paragraph` is 0 where the article has one paragraph before its items."""

    code: str
    name: str
    checks: tuple[int, ...]
    article: str
    paragraph: int
    item: str
    deduction: str
    category: str
    sentence: str

    @property
    def citation(self) -> str:
        """条-款-项 in words, e.g. ``第三十八条第(三)项`` (law.md §1-23: items, not paragraphs)."""
        paragraph = f"第{han_number(self.paragraph)}款" if self.paragraph else ""
        return f"第{han_number(int(self.article))}条{paragraph}第（{self.item}）项"


@dataclass(frozen=True, slots=True)
class DeductionRule:
    """One agreement measure. `kind`: per_case (range in 分), refuse, deposit_percent, measure."""

    code: str
    name: str
    kind: str
    low_fen: int = 0
    high_fen: int = 0
    percent: int = 0


@dataclass(frozen=True, slots=True)
class PenaltyRule:
    """What an article allows. `kind` multiple: `low`–`high` times the loss; fixed: a band in 分."""

    no: str
    words: str
    kind: str
    text: str
    low: Decimal = Decimal(0)
    high: Decimal = Decimal(0)
    low_fen: int = 0
    high_fen: int = 0
    needs_loss: bool = False
    needs_order: bool = False
    person: bool = False


@dataclass(frozen=True, slots=True)
class SamplingRow:
    """Up to `up_to` discharged files (0 = any number), one in `divisor` is examined."""

    up_to: int
    divisor: int
    words: str


@cache
def checks() -> tuple[Check, ...]:
    """The five checks in order."""
    return tuple(Check(**row) for row in resources.table("rules/fivechecks.toml")["check"])


@cache
def violations() -> dict[str, Violation]:
    """The catalogue by code."""
    rows = resources.table("rules/violations.toml")["violation"]
    return {row["code"]: Violation(**row | {"checks": tuple(row["checks"])}) for row in rows}


@cache
def deductions() -> dict[str, DeductionRule]:
    """Agreement measures by code."""
    rows = resources.table("rules/deductions.toml")["deduction"]
    return {row["code"]: DeductionRule(**row) for row in rows}


@cache
def penalties() -> dict[str, PenaltyRule]:
    """Penalty articles by number."""
    rows: list[dict[str, Any]] = resources.table("law/penalties.toml")["article"]
    for row in rows:
        row.update({k: Decimal(row[k]) for k in ("low", "high") if k in row})
    return {row["no"]: PenaltyRule(**row) for row in rows}


@cache
def sampling_rows() -> tuple[SamplingRow, ...]:
    """The sampling table, smallest first."""
    return tuple(SamplingRow(**row) for row in resources.table("rules/sampling.toml")["row"])


def violation_of(code: str) -> Violation | None:
    """The type, or None for a code of another release."""
    return violations().get(code)


def sampling_row(discharged: int) -> SamplingRow:
    """The row that applies to a number of discharged files."""
    rows = sampling_rows()
    return next((row for row in rows if not row.up_to or discharged <= row.up_to), rows[-1])


def required_sample(discharged: int) -> int:
    """How many files are to be examined, rounded up."""
    return -(-discharged // sampling_row(discharged).divisor)


def han_number(number: int) -> str:
    """1–99 in Chinese numerals, as articles are cited."""
    tens, ones = divmod(number, 10)
    digits = _HAN[str(ones)] if ones else ""
    if not tens:
        return digits or "〇"
    return ("" if tens == 1 else _HAN[str(tens)]) + "十" + digits
