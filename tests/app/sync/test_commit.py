"""A body reads back as what was written, and nothing else is taken for a body."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.sync.clock import next_hlc
from app.sync.commit import (
    MAX_OPS,
    BadCommit,
    BirthOp,
    Commit,
    FieldOp,
    Header,
    body_hash,
    decode,
    encode,
)  # fmt: skip
from app.sync.signing import SigningKey, VerifyKey

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
VALUE = st.one_of(
    TEXT,
    st.none(),
    st.booleans(),
    st.integers(-(2**62), 2**62),
    st.lists(TEXT, max_size=3).map(tuple),
)
RID = st.binary(min_size=16, max_size=16).map(bytes.hex)
DOT = st.tuples(RID, st.integers(1, 2**31), st.integers(0, MAX_OPS - 1))
DOTS = st.lists(DOT, max_size=3).map(tuple)
OPS = st.lists(
    st.one_of(
        st.builds(FieldOp, RID, TEXT, TEXT, VALUE, DOTS, VALUE, DOTS),
        st.builds(BirthOp, RID, TEXT, st.dictionaries(TEXT, VALUE, max_size=4)),
    ),
    min_size=1,
    max_size=6,
).map(tuple)
HEADER = st.builds(
    Header, RID, st.integers(1, 2**40), st.binary(min_size=32, max_size=32), st.integers(0, 2**63),
    RID, TEXT, TEXT, RID, TEXT, TEXT, TEXT,
)  # fmt: skip


@given(HEADER, OPS)
def test_a_body_reads_back_as_written(header: Header, ops: tuple[FieldOp | BirthOp, ...]) -> None:
    assert decode(encode(header, ops)) == Commit(header, ops)


@given(st.binary(max_size=200))
def test_random_bytes_are_no_commit(noise: bytes) -> None:
    with pytest.raises(BadCommit):
        decode(noise)


BASE = encode(
    Header("ab" * 16, 1, bytes(32), 5, "cd" * 16, "local", "x.y", "ef" * 16),
    [FieldOp("12" * 16, "finding", "amount_fen", 100)],
)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("v",), 2), (("alg",), "none"), (("sq",), -1), (("sq",), True), (("sq",), 1.0), (("pv",), "zz"),
        (("ops",), []), (("ops",), {}), (("ops", 0, 3), 1.5), (("ops", 0, 3), float("nan")),
        (("ops", 0, 3), {"a": 1}), (("ops", 0, 3), [1]), (("ops", 0, 2), 5), (("ops", 0, 0), None),
        (("ops", 0, 4), [["a", 1]]), (("t",), 2**64), (("by",), 3),
    ],
)  # fmt: skip
def test_a_body_with_one_wrong_part_is_refused(path: tuple[str | int, ...], value: object) -> None:
    raw = json.loads(BASE)
    target = raw
    for step in path[:-1]:
        target = target[step]
    target[path[-1]] = value
    with pytest.raises(BadCommit):
        decode(json.dumps(raw).encode())


def test_deep_nesting_is_refused_not_a_crash() -> None:
    with pytest.raises(BadCommit):
        decode(b'{"ops":' + b"[" * 100_000 + b"]" * 100_000 + b"}")


def test_an_over_long_action_is_refused() -> None:
    op = FieldOp("12" * 16, "finding", "amount_fen", 1)
    with pytest.raises(BadCommit):
        encode(Header("a", 1, bytes(32), 1, "b", "c", "d", "e"), [op] * (MAX_OPS + 1))


@given(st.integers(0, 2**40), st.integers(0, 2**40), st.integers(0, 2**40))
def test_stamps_grow_even_when_the_clock_goes_back(first: int, second: int, third: int) -> None:
    one = next_hlc(0, first)
    two = next_hlc(one, second)
    assert one < two < next_hlc(two, third)


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=50), st.integers(0, 511))
def test_a_signature_holds_for_its_body_only(seed: bytes, body: bytes, bit: int) -> None:
    key = SigningKey(seed)
    digest = body_hash(body)
    signature = bytearray(key.sign(digest))
    assert VerifyKey(key.public).holds(bytes(signature), digest)
    signature[bit // 8] ^= 1 << bit % 8
    assert not VerifyKey(key.public).holds(bytes(signature), digest)
