"""A commit body: one user action as signed bytes, and the parts of it that are derived from them.

The body is UTF-8 JSON and is hashed and signed *as bytes*, never re-serialised. A long action is
several commits of one `group`, written in one transaction. Format: `db/SCHEMA.md`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from app.domain.entity import Value
from app.errors import AppError

VERSION = 1
ALG = "ed25519-sha256"
MAX_OPS = 4096
"""Operations one commit can hold: the index of a dot has 12 bits."""
NO_HASH = bytes(32)

RawDot = tuple[str, int, int]
"""(stream hex, seq, op index): one version of one field, or of a whole new record."""


class BadCommit(AppError):
    """The bytes are not a commit this program can fold; `code` says why."""


@dataclass(frozen=True, slots=True)
class FieldOp:
    """A new version of one field. `seen` (deletions only) lists every head the author saw."""

    rid: str
    entity: str
    field: str
    value: Value
    parents: tuple[RawDot, ...] = ()
    shown: Value = None
    seen: tuple[RawDot, ...] = ()


@dataclass(frozen=True, slots=True)
class BirthOp:
    """A new record in one operation: a version of *every* field, those not named at their default."""

    rid: str
    entity: str
    values: Mapping[str, Value]


Op = FieldOp | BirthOp


@dataclass(frozen=True, slots=True)
class Header:
    """What a body says about itself besides its operations; `hlc` see `app.sync.clock`."""

    stream: str
    seq: int
    previous: bytes
    hlc: int
    actor: str
    scope: str
    verb: str
    group: str
    why: str = ""
    undoes: str = ""
    redoes: str = ""


@dataclass(frozen=True, slots=True)
class Commit:
    """A decoded body."""

    header: Header
    ops: tuple[Op, ...]


def dot_text(dot: RawDot) -> str:
    """The dot as the text the rest of the program uses."""
    return f"{dot[0]}:{dot[1]}:{dot[2]}"


def raw_dot(text: str) -> RawDot:
    """The dot a text names."""
    stream, seq, index = text.split(":")
    return stream, int(seq), int(index)


def body_hash(body: bytes) -> bytes:
    """What the signature signs and the next body of the stream names."""
    return sha256(body).digest()


def encode(header: Header, ops: Sequence[Op]) -> bytes:
    """The bytes to sign. Floats and over-long actions are refused."""
    if not 0 < len(ops) <= MAX_OPS:
        raise BadCommit("commit.size", ops=len(ops))
    body: dict[str, Any] = {
        "v": VERSION, "alg": ALG, "st": header.stream, "sq": header.seq, "pv": header.previous.hex(),
        "t": header.hlc, "by": header.actor, "sc": header.scope, "do": header.verb, "g": header.group,
    }  # fmt: skip
    asides = {"why": header.why, "un": header.undoes, "re": header.redoes}
    body |= {key: text for key, text in asides.items() if text}
    body["ops"] = [_encode_op(op) for op in ops]
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def _encode_op(op: Op) -> list[Any]:
    if isinstance(op, BirthOp):
        return [op.rid, op.entity, dict(op.values)]
    row = [op.rid, op.entity, op.field, op.value, op.parents, op.shown]
    return [*row, op.seen] if op.seen else row


def decode(body: bytes) -> Commit:
    """Read a body; BadCommit for anything that is not exactly one."""
    try:
        raw = json.loads(body, parse_float=_refuse, parse_constant=_refuse)
        header = Header(
            stream=_text(raw["st"]), seq=_whole(raw["sq"]), previous=bytes.fromhex(raw["pv"]),
            hlc=_whole(raw["t"]), actor=_text(raw["by"]), scope=_text(raw["sc"]),
            verb=_text(raw["do"]), group=_text(raw["g"]), why=_text(raw.get("why", "")),
            undoes=_text(raw.get("un", "")), redoes=_text(raw.get("re", "")),
        )  # fmt: skip
        if raw["v"] != VERSION or raw["alg"] != ALG:
            raise BadCommit("commit.version")
        ops = tuple(_decode_op(op) for op in raw["ops"])
    except (KeyError, TypeError, ValueError, IndexError, AttributeError, RecursionError) as error:
        raise BadCommit("commit.shape") from error
    if not 0 < len(ops) <= MAX_OPS:
        raise BadCommit("commit.size", ops=len(ops))
    return Commit(header, ops)


def _refuse(text: str) -> Any:
    raise ValueError(f"a commit holds no {text}")


def _decode_op(raw: Any) -> Op:
    rid, entity = _text(raw[0]), _text(raw[1])
    if isinstance(raw[2], dict):
        return BirthOp(rid, entity, {_text(k): value_of(v) for k, v in raw[2].items()})
    return FieldOp(
        rid, entity, _text(raw[2]), value_of(raw[3]), _dots(raw[4]), value_of(raw[5]),
        _dots(raw[6]) if len(raw) > 6 else (),
    )  # fmt: skip


def value_of(raw: Any) -> Value:
    """A decoded JSON value as a field value; TypeError if a field cannot hold it."""
    if raw is None or isinstance(raw, str | bool | int):
        return raw
    if isinstance(raw, list):
        return tuple(_text(item) for item in raw)
    raise TypeError("not a field value")


def _dots(raw: Any) -> tuple[RawDot, ...]:
    return tuple((_text(st), _whole(sq), _whole(ix)) for st, sq, ix in raw)


def _text(raw: Any) -> str:
    if not isinstance(raw, str):
        raise TypeError("text expected")
    return raw


def _whole(raw: Any) -> int:
    if type(raw) is not int or not 0 <= raw < 2**64:
        raise TypeError("whole number expected")
    return raw
