"""Which rows of a list are new, known or the same twice: inside the file and against the store."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from app.domain.entity import Value
from app.domain.institution import Agreement, Institution
from app.domain.institution_table import RowDoubt, Table
from app.domain.sheets import plain, plain_all


@dataclass(frozen=True, slots=True)
class Update:
    """A row (index into the table) that changes a stored institution, and what it changes."""

    at: int
    rid: str
    values: Mapping[str, Value]
    agreement: Mapping[str, Value]


@dataclass(slots=True)
class Matched:
    """The table sorted out; `added` are indexes into the table."""

    added: list[int] = field(default_factory=list)
    updated: list[Update] = field(default_factory=list)
    unchanged: int = 0
    joined: int = 0  # rows that repeated another row of the file and were merged into it
    doubtful: list[RowDoubt] = field(default_factory=list)
    rejected: list[RowDoubt] = field(default_factory=list)


def match(
    table: Table, known: Sequence[Institution], agreements: Iterable[Agreement] = ()
) -> Matched:
    """Compare every row with the file itself, then with the store."""
    found = Matched(doubtful=table.doubts)
    keys = plain_all(table.texts("fixmedins_name"))
    kept = _inside(table, keys, found)
    if known:
        _Comparison(table, found, known, agreements).run(kept, keys)
        return found
    for at in kept:
        _add(table, found, at)
    return found


def _inside(table: Table, keys: Sequence[str], found: Matched) -> list[int]:
    """Duplicates inside the file: equal ones are joined, contradicting ones are set aside."""
    codes, districts = table.texts("fixmedins_code"), table.texts("district")
    by_code: dict[str, int] = {}
    by_name: dict[str, int] = {}
    kept: list[int] = []
    for at, (code, key) in enumerate(zip(codes, keys, strict=True)):
        if code:
            first = by_code.setdefault(code, at)
            if first != at:
                _meet(table, found, first, at, keys)
                continue
        if key:
            first = by_name.setdefault(key, at)
            if first != at and _same_place(districts[first], districts[at]):
                if not code or not codes[first]:
                    _join(table, found, first, at)
                    continue
                found.doubtful.append(
                    _beside(table, at, "fixmedins_name", "import.name_twice", first)
                )
        kept.append(at)
    _credit_codes(table, kept, found)
    return kept


def _same_place(one: str, other: str) -> bool:
    return one == other or not one or not other


def _credit_codes(table: Table, kept: Sequence[int], found: Matched) -> None:
    if "uscc" not in table.values:
        return
    column, first = table.texts("uscc"), dict[str, int]()
    for at in kept:
        if (code := column[at]) and first.setdefault(code, at) != at:
            found.doubtful.append(_beside(table, at, "uscc", "import.uscc_twice", first[code]))


def _meet(table: Table, found: Matched, first: int, at: int, keys: Sequence[str]) -> None:
    """The same code a second time."""
    if keys[at] and keys[first] and keys[at] != keys[first]:
        name = "fixmedins_code"
        found.rejected.append(_beside(table, at, name, "import.code_twice_refused", first))
        found.doubtful.append(_beside(table, first, name, "import.code_twice", at))
    else:
        _join(table, found, first, at)


def _join(table: Table, found: Matched, first: int, at: int) -> None:
    """Rows of one institution: the first keeps its word, the second fills what it left empty."""
    found.joined += 1
    named = "fixmedins_code" if table.texts("fixmedins_code")[at] else "fixmedins_name"
    found.doubtful.append(_beside(table, at, named, "import.row_twice", first))
    for column in (*table.values.values(), *table.agreement.values()):
        if column[first] in {"", None}:
            column[first] = column[at]


def _beside(table: Table, at: int, column: str, code: str, other: int) -> RowDoubt:
    name = table.texts("fixmedins_name")[other]
    return table.doubt(at, column, code, {"other": table.numbers[other], "name": name})


def _add(table: Table, found: Matched, at: int) -> None:
    if not table.texts("fixmedins_name")[at]:
        found.rejected.append(table.doubt(at, "fixmedins_code", "import.no_name"))
        return
    if not table.texts("fixmedins_code")[at]:
        found.doubtful.append(table.doubt(at, "fixmedins_code", "import.no_code"))
    found.added.append(at)


class _Comparison:
    """Rows against stored institutions: by code, then credit code, then exact name in its place."""

    def __init__(
        self,
        table: Table,
        found: Matched,
        known: Sequence[Institution],
        agreements: Iterable[Agreement],
    ) -> None:
        self._table, self._found = table, found
        self._by_rid = {held.rid: held for held in known}
        self._by_code = {h.fixmedins_code: h for h in known if h.fixmedins_code}
        self._by_uscc = {h.uscc: h for h in known if h.uscc and not h.merged_into}
        self._by_name: dict[str, list[Institution]] = defaultdict(list)
        names = plain_all([held.fixmedins_name for held in known])
        for key, held in zip(names, known, strict=True):
            if not held.merged_into:
                self._by_name[key].append(held)
        self._agreements: dict[tuple[str, Value], Agreement] = {}
        for agreement in sorted(agreements, key=lambda a: a.year or 0):
            self._agreements[agreement.institution, agreement.year] = agreement
            self._agreements[agreement.institution, None] = agreement  # the newest
        self._taken: dict[str, int] = {}

    def run(self, kept: Sequence[int], keys: Sequence[str]) -> None:
        """Sort every kept row."""
        for at in kept:
            row = self._table.institution(at)
            held = self._match(at, row, keys[at])
            if held is None:
                _add(self._table, self._found, at)
                continue
            first = self._taken.setdefault(held.rid, at)
            if first != at:
                self._found.doubtful.append(
                    _beside(self._table, at, "fixmedins_name", "import.same_target", first)
                )
            self._update(at, row, held)

    def _match(self, at: int, row: Mapping[str, Value], key: str) -> Institution | None:
        code = str(row.get("fixmedins_code", ""))
        if code and (held := self._by_code.get(code)):
            return self._survivor(held)
        for held, name in (
            (self._by_uscc.get(str(row.get("uscc", ""))), "uscc"),
            (self._named(key, str(row.get("district", ""))), "fixmedins_name"),
        ):
            if held is None:
                continue
            if not code or not held.fixmedins_code:
                return held
            self._found.doubtful.append(
                self._table.doubt(
                    at, name, "import.other_code",
                    {"name": held.fixmedins_name, "held": held.fixmedins_code},
                )
            )  # fmt: skip
            break
        return None

    def _named(self, key: str, district: str) -> Institution | None:
        """The one stored institution of this name that can be meant; None when several can."""
        fit = [h for h in self._by_name.get(key, ()) if _same_place(h.district, district)]
        exact = [h for h in fit if h.district == district]
        return fit[0] if len(fit) == 1 else exact[0] if len(exact) == 1 else None

    def _survivor(self, held: Institution) -> Institution:
        seen = {held.rid}
        while held.merged_into and held.merged_into not in seen:
            seen.add(held.merged_into)
            held = self._by_rid.get(held.merged_into, held)
        return held

    def _update(self, at: int, row: Mapping[str, Value], held: Institution) -> None:
        values = {name: value for name, value in row.items() if getattr(held, name) != value}
        name = values.get("fixmedins_name")
        if name is not None and plain(str(name)) != plain(held.fixmedins_name):
            self._found.doubtful.append(
                self._table.doubt(
                    at, "fixmedins_name", "import.renamed", {"held": held.fixmedins_name}
                )
            )
        code = values.get("fixmedins_code")
        if code is not None and held.fixmedins_code:
            # Reached through a joined duplicate: its code is not the survivor's.
            del values["fixmedins_code"]
        agreed = self._table.agreed(at)
        stored = self._agreements.get((held.rid, agreed.get("year")))
        if stored:
            agreed = {n: v for n, v in agreed.items() if getattr(stored, n) != v}
        if values or agreed:
            self._found.updated.append(Update(at, held.rid, values, agreed))
        else:
            self._found.unchanged += 1
