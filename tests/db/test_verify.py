"""Whatever is edited behind the program's back is found and named."""

from __future__ import annotations

import pytest

from app.domain.finding import Evidence, Finding
from app.ports import Who
from db.store import LocalStore
from db.verify import verify

WHO = Who("ab" * 16, "张三", "inspector")


@pytest.fixture
def filled(store: LocalStore) -> LocalStore:
    stored = store.attachments.take_in(b"photo" * 1000)
    with store.action("test.create", WHO) as act:
        rid = act.create(Finding(fact_text="另收血常规", amount_fen=400))
        act.create(Evidence(owner=rid, sha256=stored.sha256, size=stored.size))
    for amount in (500, 600, 700):
        with store.action("test.edit", WHO) as act:
            act.change(Finding, rid, {"amount_fen": amount})
    return store


def codes(store: LocalStore) -> set[str]:
    return {flaw.code for flaw in verify(store).flaws}


def test_an_untouched_store_has_no_flaw(filled: LocalStore) -> None:
    verdict = verify(filled)
    assert verdict.flaws == ()
    assert (verdict.commits, verdict.records, verdict.attachments) == (4, 2, 1)


@pytest.mark.parametrize(
    ("behind_the_back", "code"),
    [
        (["UPDATE finding SET amount_fen = 1"], "verify.state"),
        (["UPDATE finding SET _del = 1"], "verify.state"),
        (["DELETE FROM cell"], "verify.derived"),
        (["UPDATE finding_state SET state = 'approved'"], "verify.derived"),
        (["INSERT INTO conflict VALUES (1, 1, 2, 'value')"], "verify.derived"),
        (["DROP TRIGGER cl_d", "DELETE FROM commit_log WHERE seq = 2"], "verify.gap"),
        (["DROP TRIGGER cl_d", "DELETE FROM commit_log WHERE seq = 4"], "verify.end"),
        (["DROP TRIGGER cl_u", "UPDATE commit_log SET sig = zeroblob(64)"], "verify.signature"),
        (
            ["DROP TRIGGER cl_u", "UPDATE commit_log SET body = x'7b7d' WHERE seq = 2"],
            "verify.hash",
        ),
        (["DROP TRIGGER cl_u", "UPDATE commit_log SET actor = 'li'"], "verify.columns"),
        (["UPDATE stream SET pubkey = zeroblob(32)"], "verify.signature"),
        (["UPDATE stream SET seq = 9"], "verify.end"),
    ],
)
def test_an_edit_behind_the_back_is_found(
    filled: LocalStore, behind_the_back: list[str], code: str
) -> None:
    for statement in behind_the_back:
        filled.writer().execute(statement)
    assert code in codes(filled)


def test_the_log_refuses_update_delete_and_replace(filled: LocalStore) -> None:
    for statement in (
        "UPDATE commit_log SET actor = 'x'",
        "DELETE FROM commit_log",
        "INSERT OR REPLACE INTO commit_log SELECT * FROM commit_log",
    ):
        with pytest.raises(Exception, match="append-only"):
            filled.writer().execute(statement)
    assert codes(filled) == set()


def test_a_flipped_bit_in_an_attachment_is_named(filled: LocalStore) -> None:
    (file,) = (f for f in filled.paths.attachments.rglob("*") if f.is_file())
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    assert codes(filled) == {"verify.attachment"}
    file.unlink()
    assert codes(filled) == {"verify.attachment"}
