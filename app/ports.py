"""What the core needs from the outside, as protocols; `db` implements them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO, Protocol, TypeVar

from app.changes import Changes
from app.domain.cells import Row
from app.domain.entity import Entity, Value
from app.paths import Paths
from app.queries.home import Waiting

E = TypeVar("E", bound=Entity)

Dot = str
"""One version of one field: ``"<stream hex>:<seq>:<op index>"``."""

Heads = Mapping[str, tuple[Dot, ...]]
"""By field name, the versions nobody has superseded; more than one with different values = conflict."""


@dataclass(frozen=True, slots=True)
class Who:
    """The person acting: user rid, printed name, role."""

    rid: str
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class FieldVersion:
    """One entry of a record's history, oldest first. `shown` is the value the author saw before."""

    dot: Dot
    entity: str
    rid: str
    field: str
    value: Value
    shown: Value
    actor: str  # user rid
    at: datetime  # aware UTC, by the author's clock
    verb: str  # e.g. "visiting.record_answer"
    why: str
    group: str
    via: str  # "local", or the way it arrived
    parents: tuple[Dot, ...] = ()


class Reads(Protocol):
    """A consistent view of the store for the calling thread. Deleted records are left out."""

    def get(self, kind: type[E], rid: str) -> E:
        """The record; AppError("record.missing") if there is none or it is deleted."""

    def peek(self, kind: type[E], rid: str) -> E | None:
        """The record, or None."""

    def find(self, kind: type[E], /, **equal: Value) -> list[E]:
        """Records whose fields equal the given values, in order of `position` (if any), then age."""

    def get_many(self, kind: type[E], rids: Iterable[str]) -> dict[str, E]:
        """The records that exist among `rids`, by rid."""

    def heads(self, rid: str) -> Heads:
        """Current versions of every field of the record that was ever written."""

    def conflicts(self, rid: str) -> frozenset[str]:
        """Names of the record's fields with undecided values."""

    def history(self, rid: str) -> list[FieldVersion]:
        """Every version of every field, oldest first, with author, time and reason."""

    def finding_state(self, rid: str) -> str:
        """`FindingState` of a finding."""


class Action(Reads, Protocol):
    """One user action being written: all of it becomes durable at the end of `with`, or none.

    Reads see the action's own writes. `now` is aware UTC, `today` the date in the office (UTC+8).
    """

    who: Who
    now: datetime

    @property
    def today(self) -> date:
        """The date in the office."""

    @property
    def changes(self) -> Changes:
        """What the action wrote; complete once the `with` block has ended."""

    def create(self, record: Entity) -> str:
        """Write a new record (its `rid`, or a fresh one when empty) and return the rid.

        Creating a rid that exists writes the differing fields instead (natural singletons).
        """

    def create_many(self, records: Iterable[Entity]) -> list[str]:
        """`create` for many new records at once, quickly."""

    def change(
        self,
        kind: type[Entity],
        rid: str,
        values: Mapping[str, Value],
        *,
        seen: Heads | None = None,
    ) -> bool:
        """Write the fields whose value differs; False when none did.

        `seen` are the heads the form loaded: a field that moved on since becomes a conflict, not an
        overwrite. Without `seen` the action names the heads of now.
        """

    def delete(self, kind: type[Entity], rid: str) -> None:
        """Hide the record (its history stays; undo shows it again)."""

    def restore(self, kind: type[Entity], rid: str) -> None:
        """Show a hidden record again."""


@dataclass(frozen=True, slots=True)
class ListQuery:
    """What a list shows: `name` of a registered listing, free text, exact filters, an order."""

    name: str
    text: str = ""
    filters: Mapping[str, Value] = field(default_factory=dict)
    order: str = ""
    descending: bool = False


class RowSource(Protocol):
    """Rows of a long list: all ids first, cells by window when painted."""

    columns: Sequence[str]

    def rows(self, rids: Sequence[str]) -> Mapping[str, tuple[object, ...]]:
        """Cells of the rows that still exist, by rid."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer of the search box."""

    entity: str
    rid: str
    title: str
    detail: str


class Store(Protocol):
    """The office's records on this machine. Usable from any thread; writing is one lane."""

    def reads(self) -> Reads:
        """A reader for the calling thread, seeing everything committed so far."""

    def action(
        self, verb: str, who: Who, *, why: str = "", undoes: str = "", redoes: str = ""
    ) -> AbstractContextManager[Action]:
        """Begin a user action named by a stable verb such as ``"visiting.add_casefile"``."""

    def group(self, group: str) -> list[FieldVersion]:
        """Every field version an action wrote, in order (undo reads them)."""

    def ids(self, query: ListQuery) -> list[str]:
        """All rids of a list, in order."""

    def source(self, name: str) -> RowSource:
        """The cells of a list."""

    def count(self, query: ListQuery) -> int:
        """How many rids `ids` would give."""

    def search(self, text: str, *, limit: int = 50) -> list[Hit]:
        """Records whose words, codes, numbers or pinyin initials contain every word of `text`."""

    def waiting(self, who: Who) -> Waiting:
        """What waits for a person, for the navigation and the status bar."""

    def rows(self, name: str, *values: Value) -> list[tuple[Any, ...]]:
        """The rows of a registered read-side query (`db/rows`), by name."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A file taken in: hex SHA-256 of the original bytes, and their number."""

    sha256: str
    size: int


class Attachments(Protocol):
    """Original bytes of evidence and issued papers, content-addressed, encrypted, immutable."""

    def take_in(self, source: Path | BinaryIO | bytes) -> Stored:
        """Copy the bytes, durably, before any record names them. Trouble("disk.full") etc."""

    def read(self, sha256: str) -> bytes:
        """The whole original, verified. Trouble("attachment.missing"/"attachment.damaged")."""

    def copy_to(self, sha256: str, target: Path) -> None:
        """Write the original to a file, in pieces, verified."""

    def has(self, sha256: str) -> bool:
        """Whether the bytes are on this machine."""


class OpenStore(Store, Protocol):
    """A store that is closed at the end and brings its attachments."""

    @property
    def attachments(self) -> Attachments:
        """The evidence and issued papers."""

    def close(self) -> None:
        """Let go of the files."""


class Book(Protocol):
    """An opened workbook; `sheets` in the order to be tried."""

    sheets: tuple[str, ...]
    hidden: frozenset[str]

    def rows(self, sheet: str) -> Sequence[Row]:
        """All rows of a sheet, its first row first."""


@dataclass(frozen=True, slots=True)
class Doors:
    """What the window needs from the storage side.

    `verify` proves the store and gives the sentences about every flaw, and one that sums up.
    """

    open_store: Callable[[Paths], OpenStore]
    open_book: Callable[[Path], Book]
    verify: Callable[[Any], tuple[list[str], str]]
