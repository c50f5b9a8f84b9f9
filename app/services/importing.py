"""Use case: taking in a list of institutions as an office sent it.

Three steps: `look` finds header and mapping, `plan` cleans every row and compares it with the store
(nothing is written), `commit` writes all of it as one undoable action.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from app.changes import Changes
from app.domain.entity import Value
from app.domain.ids import singleton_rid
from app.domain.institution import Agreement, Institution
from app.domain.institution_rows import InstitutionRow, RowDoubt, clean, is_note, name_key, read_row
from app.domain.office import ImportProfile
from app.domain.sheets import Header, Row, fields, find_header, plain, propose, without_header
from app.errors import AppError
from app.ports import Action, Reads, Store, Who
from app.services.institutions import initials
from app.words import say

STEP = 2000
Progress = Callable[[int, int], None]
"""Told rows done and rows in all; may raise to cancel."""


class Book(Protocol):
    """An opened workbook."""

    sheets: tuple[str, ...]

    def rows(self, sheet: str) -> list[list[str]]:
        """All rows of a sheet as text."""


@dataclass(frozen=True, slots=True)
class Look:
    """A sheet with its header found and its columns understood; `mapping` is column → field."""

    sheet: str
    rows: Sequence[Row]
    header: Header
    mapping: Mapping[int, str]
    remembered: bool = False


@dataclass(slots=True)
class Plan:
    """What an import would do. Rows are kept so that the preview can show every doubt beside them."""

    look: Look
    added: list[InstitutionRow] = field(default_factory=list)
    updated: list[tuple[InstitutionRow, str, dict[str, Value]]] = field(default_factory=list)
    unchanged: int = 0
    agreements: dict[int, str] = field(default_factory=dict)  # row → institution rid held already
    doubtful: list[RowDoubt] = field(default_factory=list)
    rejected: list[RowDoubt] = field(default_factory=list)
    ignored: int = 0


def look(book: Book, reads: Reads, sheet: str = "") -> Look:
    """Find the sheet (the likeliest when none is named), its header and mapping.

    A mapping confirmed before for the same header is used again. AppError "import.no_header" or
    "import.no_rows".
    """
    found = [_look_at(name, book.rows(name)) for name in ([sheet] if sheet else book.sheets)]
    usable = [seen for seen in found if seen]
    if not usable:
        empty = not any(book.rows(name) for name in ([sheet] if sheet else book.sheets))
        raise AppError("import.no_rows" if empty else "import.no_header")
    best = max(usable, key=lambda seen: (len(seen.mapping) > 1, len(seen.rows)))
    return _with_memory(best, reads)


def _look_at(sheet: str, rows: Sequence[Row]) -> Look | None:
    header = find_header(rows) or without_header(rows)
    if header is None:
        return None
    mapping = propose(header.headings, rows[header.first :])
    return Look(sheet, rows, header, mapping)


def _with_memory(seen: Look, reads: Reads) -> Look:
    profiles = reads.find(ImportProfile, signature=seen.header.signature)
    if not profiles or not seen.header.rows:
        return seen
    names = dict(entry.split("=", 1) for entry in profiles[-1].mapping)
    columns = {plain(heading.text): heading.index for heading in seen.header.headings}
    mapping = {columns[key]: name for name, key in names.items() if key in columns}
    return Look(seen.sheet, seen.rows, seen.header, mapping, remembered=True) if mapping else seen


def with_mapping(seen: Look, mapping: Mapping[int, str]) -> Look:
    """The same sheet with the user's mapping; AppError("import.no_name_column") if it cannot work."""
    wanted = {index: name for index, name in mapping.items() if name}
    twice = [name for name, count in Counter(wanted.values()).items() if count > 1]
    if twice:
        raise AppError("import.field_twice", field=say(f"field.{twice[0]}"))
    if not {"fixmedins_name", "fixmedins_code"} & set(wanted.values()):
        raise AppError("import.no_name_column")
    return Look(seen.sheet, seen.rows, seen.header, wanted, seen.remembered)


def mapping_of(seen: Look, raw: Mapping[str, Any]) -> dict[int, str]:
    """A mapping file: field → heading text, column letter or number from 1 (or the other way)."""
    known = set(fields())
    pairs = {k: v for k, v in raw.items()}
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
    made = Plan(seen)
    columns = sorted(seen.mapping.items())
    header_key = [plain(heading.text) for heading in seen.header.headings]
    held: list[InstitutionRow] = []
    body = seen.rows[seen.header.first :]
    for number, raw in enumerate(body, seen.header.first + 1):
        if number % STEP == 0:
            progress(number - seen.header.first, len(body))
        cells = {name: raw[i] for i, name in columns if i < len(raw) and raw[i]}
        row = read_row(number, cells)
        if not row.name or not row.code:
            words = [clean(cell) for cell in raw]
            if not any(words):
                continue
            if _is_furniture(words, header_key, row):
                made.ignored += 1
                continue
        held.append(row)
    _compare(made, _inside(made, held), reads)
    made.doubtful.sort(key=lambda doubt: doubt.row)
    made.rejected.sort(key=lambda doubt: doubt.row)
    return made


def _is_furniture(words: list[str], header_key: list[str], row: InstitutionRow) -> bool:
    repeated = sum(1 for word in words if word and plain(word) in header_key)
    return is_note(words) or repeated >= 2 or row.name.isdigit()


def _inside(made: Plan, rows: list[InstitutionRow]) -> list[InstitutionRow]:
    """Duplicates inside the file: equal ones are joined, contradicting ones are set aside."""
    by_code: dict[str, InstitutionRow] = {}
    by_name: dict[str, InstitutionRow] = {}
    kept: list[InstitutionRow] = []
    for row in rows:
        key = name_key(row.name)
        first = by_code.get(row.code) if row.code else None
        if first is None and not row.code:
            first = by_name.get(key) if key else None
        if first is not None:
            _meet(made, first, row)
            continue
        same_name = by_name.get(key) if key else None
        if same_name is not None and _told_apart(same_name, row):
            row.doubts.append(
                _doubt(row, "fixmedins_name", row.name, "import.name_twice", same_name)
            )
        if row.code:
            by_code[row.code] = row
        if key:
            by_name.setdefault(key, row)
        kept.append(row)
    return kept


def _told_apart(one: InstitutionRow, other: InstitutionRow) -> bool:
    return one.code != other.code or one.values.get("district") != other.values.get("district")


def _meet(made: Plan, first: InstitutionRow, row: InstitutionRow) -> None:
    if row.name and first.name and name_key(row.name) != name_key(first.name):
        made.rejected.append(_doubt(row, "fixmedins_code", row.code, "import.code_twice", first))
        first.doubts.append(_doubt(first, "fixmedins_code", first.code, "import.code_twice", row))
        return
    made.doubtful.append(
        _doubt(row, "fixmedins_code", row.code or row.name, "import.row_twice", first)
    )
    for name, value in row.values.items():
        first.values.setdefault(name, value)
    for name, value in row.agreement.items():
        first.agreement.setdefault(name, value)


def _doubt(
    row: InstitutionRow, name: str, value: str, code: str, other: InstitutionRow
) -> RowDoubt:
    return RowDoubt(row.row, name, value, code, {"other": other.row, "name": other.name})


def _compare(made: Plan, rows: list[InstitutionRow], reads: Reads) -> None:
    """Sort the rows into added, updated and unchanged against the store."""
    known = reads.find(Institution)
    by_code = {i.fixmedins_code: i for i in known if i.fixmedins_code}
    by_uscc = {i.uscc: i for i in known if i.uscc}
    by_name = {name_key(i.fixmedins_name): i for i in known}
    for row in rows:
        key = name_key(row.name)
        match = by_code.get(row.code) if row.code else None
        if match is None:
            match = _by_other(row, by_uscc.get(str(row.values.get("uscc", ""))), by_name.get(key))
        made.doubtful += row.doubts
        if match is None:
            if not row.name:
                made.rejected.append(
                    RowDoubt(row.row, "fixmedins_name", row.code, "import.no_name")
                )
                continue
            if not row.code:
                made.doubtful.append(RowDoubt(row.row, "fixmedins_code", "", "import.no_code"))
            made.added.append(row)
            continue
        _update(made, row, match, reads)


def _by_other(
    row: InstitutionRow, same_uscc: Institution | None, same_name: Institution | None
) -> Institution | None:
    """A match without the code: only while codes do not contradict each other."""
    for match, name in ((same_uscc, "uscc"), (same_name, "fixmedins_name")):
        if match is None:
            continue
        if not row.code or not match.fixmedins_code:
            return match
        row.doubts.append(
            RowDoubt(
                row.row, name, str(row.values.get(name, "")), "import.other_code",
                {"name": match.fixmedins_name, "held": match.fixmedins_code},
            )
        )  # fmt: skip
        break
    return None


def _update(made: Plan, row: InstitutionRow, match: Institution, reads: Reads) -> None:
    values = {n: v for n, v in row.values.items() if getattr(match, n) != v}
    if "kind" in values and values["kind"] == "other":
        del values["kind"]
    name = values.get("fixmedins_name")
    if name is not None and name_key(str(name)) != name_key(match.fixmedins_name):
        made.doubtful.append(
            RowDoubt(
                row.row,
                "fixmedins_name",
                str(name),
                "import.renamed",
                {"held": match.fixmedins_name},
            )
        )
    agreement_changes = bool(row.agreement) and _agreement_differs(reads, match.rid, row.agreement)
    if agreement_changes:
        made.agreements[row.row] = match.rid
    if values or agreement_changes:
        made.updated.append((row, match.rid, values))
    else:
        made.unchanged += 1


def _agreement_differs(reads: Reads, institution: str, wanted: Mapping[str, Value]) -> bool:
    for held in reads.find(Agreement, institution=institution):
        if "year" not in wanted or held.year == wanted["year"]:
            return any(getattr(held, name) != value for name, value in wanted.items())
    return True


def commit(
    store: Store, who: Who, made: Plan, progress: Progress = lambda _done, _all: None
) -> Changes:
    """Write the plan as one undoable action and remember the mapping for this header."""
    if not made.added and not made.updated:
        return Changes()
    total = len(made.added) + len(made.updated)
    with store.action("importing.commit", who) as act:
        records = [
            Institution(**row.values, pinyin=initials(row.name))  # type: ignore[arg-type]
            for row in made.added
        ]
        rids = act.create_many(records)
        progress(len(rids), total)
        year = act.today.year
        agreements = [
            Agreement(institution=rid, **{"year": year, **row.agreement})  # type: ignore[arg-type]
            for rid, row in zip(rids, made.added, strict=True)
            if row.agreement
        ]
        act.create_many(agreements)
        for done, (row, rid, values) in enumerate(made.updated, len(rids)):
            _write_update(act, row, rid, values)
            if done % STEP == 0:
                progress(done, total)
        _remember(act, made.look)
    return act.changes


def _write_update(act: Action, row: InstitutionRow, rid: str, values: dict[str, Value]) -> None:
    if "fixmedins_name" in values:
        values = values | {"pinyin": initials(str(values["fixmedins_name"]))}
    if values:
        act.change(Institution, rid, values)
    if not row.agreement:
        return
    year = row.agreement.get("year", act.today.year)
    held = act.find(Agreement, institution=rid, year=year)
    if held:
        act.change(Agreement, held[0].rid, row.agreement)
    else:
        act.create(Agreement(institution=rid, **{"year": year, **row.agreement}))  # type: ignore[arg-type]


def _remember(act: Action, seen: Look) -> None:
    if not seen.header.rows:
        return
    headings = {heading.index: plain(heading.text) for heading in seen.header.headings}
    entries = tuple(f"{name}={headings[index]}" for index, name in sorted(seen.mapping.items()))
    rid = singleton_rid("", f"import-profile-{seen.header.signature}")
    act.create(
        ImportProfile(
            rid=rid, target="institution", signature=seen.header.signature, mapping=entries
        )
    )


def report(made: Plan) -> dict[str, object]:
    """The result as the headless verb prints it; reasons in the user's words."""
    return {
        "added": len(made.added),
        "updated": len(made.updated),
        "unchanged": made.unchanged,
        "ignored": made.ignored,
        "sheet": made.look.sheet,
        "mapping": {
            name: made.look.header.headings[index].text
            for index, name in sorted(made.look.mapping.items())
        },
        "doubtful": [_told(doubt) for doubt in made.doubtful],
        "rejected": [_told(doubt) for doubt in made.rejected],
    }


def _told(doubt: RowDoubt) -> dict[str, object]:
    return {
        "row": doubt.row,
        "field": doubt.field,
        "value": doubt.value,
        "reason": say(doubt.code, **doubt.params),
    }
