"""Use case: taking in a list of institutions as an office sent it.

Three steps: `look` finds header and mapping, `plan` cleans every row and compares it with the store
(nothing is written), `commit` writes all of it as one undoable action.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from app.changes import Changes
from app.domain.cells import Row, clean, columns_of, text_of, texts_of
from app.domain.codes import fixmedins_flaw
from app.domain.entity import Entity
from app.domain.furniture import furniture
from app.domain.ids import singleton_rid
from app.domain.institution import Agreement, Institution
from app.domain.institution_match import Matched, Update, match
from app.domain.institution_table import Column, RowDoubt, Table, read_table
from app.domain.office import ImportProfile
from app.domain.pinyin import initials, initials_of
from app.domain.sheets import (
    NAMING,
    Header,
    fields,
    find_header,
    header_at,
    plain,
    propose,
    without_header,
)
from app.errors import AppError
from app.ports import Action, Book, Reads, Store, Who
from app.words import say

STEP = 2000
Progress = Callable[[int, int], None]
"""Told rows done and rows in all; may raise to cancel."""


@dataclass(frozen=True, slots=True)
class Look:
    """A sheet with its header found and its columns understood; `mapping` is column → field.

    `others` are sheets of the same file that look like lists too.
    """

    sheet: str
    rows: Sequence[Row]
    header: Header
    mapping: Mapping[int, str]
    remembered: bool = False
    others: tuple[str, ...] = ()


@dataclass(slots=True)
class Plan:
    """What an import would do; nothing is stored. `ignored` are rows that are no entries."""

    look: Look
    table: Table
    matched: Matched
    ignored: list[RowDoubt] = field(default_factory=list)

    @property
    def added(self) -> list[int]:
        """Rows (indexes into `table`) that make a new institution."""
        return self.matched.added

    @property
    def updated(self) -> list[Update]:
        """Rows that change a stored one."""
        return self.matched.updated

    @property
    def unchanged(self) -> int:
        """Rows that say what is stored already."""
        return self.matched.unchanged

    @property
    def doubtful(self) -> list[RowDoubt]:
        """Everything the user should look at, in order of rows."""
        return self.matched.doubtful

    @property
    def rejected(self) -> list[RowDoubt]:
        """Rows that are not taken in, with the reason."""
        return self.matched.rejected


def look(book: Book, reads: Reads, sheet: str = "") -> Look:
    """Find the sheet (the likeliest when none is named), its header and mapping.

    A mapping confirmed before for the same header is used again. AppError "import.no_header" or
    "import.no_rows".
    """
    names = [sheet] if sheet else list(book.sheets)
    seen = [found for name in names if (found := _look_at(name, book.rows(name)))]
    if not seen:
        empty = not any(len(book.rows(name)) for name in names)
        raise AppError("import.no_rows" if empty else "import.no_header")
    best = max(seen, key=lambda found: (found.sheet not in book.hidden, *_likelihood(found)))
    others = tuple(found.sheet for found in seen if found is not best)
    return _with_memory(replace(best, others=others), reads)


def _likelihood(seen: Look) -> tuple[bool, int, int]:
    found = set(seen.mapping.values())
    return found >= NAMING, min(len(found), 4), len(seen.rows)


def _look_at(sheet: str, rows: Sequence[Row]) -> Look | None:
    header = find_header(rows) or without_header(rows)
    if header is None:
        return None
    return Look(sheet, rows, header, propose(header.headings, rows[header.first :]))


def with_header(book: Book, reads: Reads, sheet: str, index: int, count: int = 1) -> Look:
    """The sheet with the header rows the user points at (`index` from 0; `count` 0 = no header)."""
    rows = book.rows(sheet)
    header = header_at(rows, index, count)
    if not count:
        width = max((len(row) for row in rows[index : index + STEP]), default=0)
        plain_columns = [replace(h, text=h.text or f"第{h.index + 1}列") for h in header.headings]
        header = Header(0, index, tuple(plain_columns[:width]))
    return _with_memory(
        Look(sheet, rows, header, propose(header.headings, rows[header.first :])), reads
    )


def _with_memory(seen: Look, reads: Reads) -> Look:
    profiles = reads.find(ImportProfile, signature=seen.header.signature)
    if not profiles or not seen.header.rows:
        return seen
    # The signature is every heading in its order: a column's number is as sure as its words.
    pairs = (entry.split("=", 1) for entry in profiles[-1].mapping)
    mapping = {int(index): name for name, index in pairs if index.isdigit()}
    return replace(seen, mapping=mapping, remembered=True) if mapping else seen


def with_mapping(seen: Look, mapping: Mapping[int, str]) -> Look:
    """The same sheet with the user's mapping.

    AppError "import.field_twice" or "import.no_name_column".
    """
    wanted = {index: name for index, name in mapping.items() if name}
    twice = [name for name, count in Counter(wanted.values()).items() if count > 1]
    if twice:
        raise AppError("import.field_twice", field=say(f"field.{twice[0]}"))
    if not NAMING & set(wanted.values()):
        raise AppError("import.no_name_column")
    return replace(seen, mapping=wanted)


def mapping_of(seen: Look, raw: Mapping[str, Any]) -> dict[int, str]:
    """A mapping file: field → heading text, column letter or number from 1 (or the other way)."""
    known = set(fields())
    pairs = dict(raw)
    if not set(pairs) & known:
        pairs = {str(v): k for k, v in raw.items() if v}
    found: dict[int, str] = {}
    for name, column in pairs.items():
        if name not in known:
            raise AppError("import.unknown_field", field=name, known="、".join(sorted(known)))
        if column not in (None, ""):
            found[_column(seen, column)] = name
    return found


def _column(seen: Look, column: Any) -> int:
    for heading in seen.header.headings:
        if plain(heading.text) == plain(str(column)):
            return heading.index
    tails = [h.index for h in seen.header.headings if plain(h.text).endswith(plain(str(column)))]
    if len(tails) == 1:
        return tails[0]
    text = str(column).strip().upper()
    if text.isdigit() and 1 <= int(text) <= len(seen.header.headings):
        return int(text) - 1
    if text.isascii() and text.isalpha() and len(text) <= 2:
        index = 0
        for letter in text:
            index = index * 26 + ord(letter) - 64
        if index <= len(seen.header.headings):
            return index - 1
    raise AppError("import.unknown_column", column=str(column))


def plan(seen: Look, reads: Reads, progress: Progress = lambda _done, _all: None) -> Plan:
    """Clean and compare every row. Nothing is written."""
    body = seen.rows[seen.header.first :]
    progress(0, len(body))
    cells = columns_of(body, seen.mapping) if body else {}
    columns = {
        name: Column(cells[i], texts_of(cells[i])) for i, name in seen.mapping.items() if body
    }
    chosen, ignored = _entries(seen, body, columns)
    progress(len(body) // 3, len(body))
    if len(chosen) < len(body):
        columns = {name: column.only(chosen) for name, column in columns.items()}
    table = read_table(columns, [seen.header.first + 1 + at for at in chosen])
    progress(len(body) * 2 // 3, len(body))
    known = reads.find(Institution)
    agreements = reads.find(Agreement) if known and table.agreement else []
    matched = match(table, known, agreements)
    matched.doubtful.sort(key=lambda doubt: doubt.row)
    matched.rejected.sort(key=lambda doubt: doubt.row)
    progress(len(body), len(body))
    return Plan(seen, table, matched, ignored)


def _entries(
    seen: Look, body: Sequence[Row], columns: Mapping[str, Column]
) -> tuple[list[int], list[RowDoubt]]:
    """Which rows of the body are entries (indexes), and why the others are not."""
    nothing = [""] * len(body)
    names, codes = (
        columns[name].texts if name in columns else nothing
        for name in ("fixmedins_name", "fixmedins_code")
    )
    headings = {plain(heading.text) for heading in seen.header.headings}
    headings |= {plain(part) for h in seen.header.headings for part in h.text.split()}
    chosen: list[int] = []
    ignored: list[RowDoubt] = []
    for at, (name, code) in enumerate(zip(names, codes, strict=True)):
        if name and code and not fixmedins_flaw(code):
            chosen.append(at)
            continue
        words = [clean(text_of(cell)) for cell in body[at]]
        why = furniture(words, headings - {""})
        if not why:
            chosen.append(at)
        elif any(words):
            first = next(word for word in words if word)
            ignored.append(RowDoubt(seen.header.first + 1 + at, "", first[:80], why))
    return chosen, ignored


def commit(
    store: Store, who: Who, made: Plan, progress: Progress = lambda _done, _all: None
) -> Changes:
    """Write the plan as one undoable action and remember the mapping for this header."""
    if not made.added and not made.updated:
        return Changes()
    total = len(made.added) + len(made.updated)
    with store.action("importing.commit", who) as act:
        for start in range(0, len(made.added), STEP):
            progress(start, total)
            _write_new(act, made.table, made.added[start : start + STEP])
        for done, update in enumerate(made.updated, len(made.added)):
            if done % STEP == 0:
                progress(done, total)
            _write_update(act, update)
        _remember(act, made.look)
        progress(total, total)
    return act.changes


def _write_new(act: Action, table: Table, rows: Sequence[int]) -> None:
    said = [table.institution(at) for at in rows]
    letters = initials_of([str(values["fixmedins_name"]) for values in said])
    records = [
        Institution(**values, pinyin=pinyin)  # type: ignore[arg-type]
        for values, pinyin in zip(said, letters, strict=True)
    ]
    rids = act.create_many(records)
    act.create_many(_agreements(act, table, zip(rids, rows, strict=True)))


def _agreements(act: Action, table: Table, rows: Iterable[tuple[str, int]]) -> list[Entity]:
    made: list[Entity] = []
    for rid, at in rows:
        if agreed := table.agreed(at):
            values = {"year": act.today.year, **agreed}
            made.append(Agreement(institution=rid, **values))  # type: ignore[arg-type]
    return made


def _write_update(act: Action, update: Update) -> None:
    values = dict(update.values)
    if "fixmedins_name" in values:
        values["pinyin"] = initials(str(values["fixmedins_name"]))
    if values:
        act.change(Institution, update.rid, values)
    if not update.agreement:
        return
    year = update.agreement.get("year", act.today.year)
    held = act.find(Agreement, institution=update.rid, year=year)
    if held:
        act.change(Agreement, held[0].rid, update.agreement)
    else:
        act.create(Agreement(institution=update.rid, **{"year": year, **update.agreement}))  # type: ignore[arg-type]


def _remember(act: Action, seen: Look) -> None:
    if not seen.header.rows:
        return
    entries = tuple(f"{name}={index}" for index, name in sorted(seen.mapping.items()))
    signature = seen.header.signature
    rid = singleton_rid("", f"import-profile-{signature}")
    act.create(ImportProfile(rid=rid, target="institution", signature=signature, mapping=entries))


def report(made: Plan) -> dict[str, object]:
    """The result as the headless verb prints it; reasons in the user's words."""
    headings = made.look.header.headings
    mapping = {name: headings[index].text for index, name in sorted(made.look.mapping.items())}
    return {
        "added": len(made.added),
        "updated": len(made.updated),
        "unchanged": made.unchanged,
        "ignored": len(made.ignored),
        "joined": made.matched.joined,
        "sheet": made.look.sheet,
        "other_sheets": list(made.look.others),
        "mapping": mapping,
        "doubtful": [told(doubt) for doubt in made.doubtful],
        "rejected": [told(doubt) for doubt in made.rejected],
        "ignored_rows": [told(doubt) for doubt in made.ignored],
    }


def told(doubt: RowDoubt) -> dict[str, object]:
    """A doubt in the user's words."""
    return {
        "row": doubt.row,
        "field": doubt.field,
        "value": doubt.value,
        "reason": say(doubt.code, **doubt.params),
    }
