"""An action is all or nothing, durable, signed, and remembers who saw what."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from app.domain.finding import Finding
from app.domain.institution import Institution
from app.domain.visit import Visit, VisitState, visit_rid
from app.errors import AppError, StoreDamaged, StoreTooNew
from app.paths import Paths
from app.ports import Who
from app.sync.commit import MAX_OPS
from db.store import LocalStore, open_store
from db.verify import verify

WHO = Who("ab" * 16, "张三", "inspector")
NAME = "清溪县总医院"


def make(store: LocalStore, **fields: object) -> str:
    with store.action("test.create", WHO) as act:
        return act.create(Institution(fixmedins_name=NAME, **fields))  # type: ignore[arg-type]


def test_a_record_is_there_after_reopening(tmp_path: Path) -> None:
    store = open_store(Paths(tmp_path / "数据 folder"))
    rid = make(store, beds=30)
    store.close()
    again = open_store(Paths(tmp_path / "数据 folder"))
    assert again.reads().get(Institution, rid).beds == 30
    assert verify(again).flaws == ()
    again.close()


def test_an_action_that_raises_leaves_nothing(store: LocalStore) -> None:
    rid = make(store)

    def half_done() -> None:
        with store.action("test.edit", WHO) as act:
            act.change(Institution, rid, {"beds": 5})
            act.create(Institution(fixmedins_name="乙"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half_done()
    assert store.reads().get(Institution, rid).beds is None
    assert len(store.reads().find(Institution)) == 1
    with store.action("test.edit", WHO) as act:
        assert act.change(Institution, rid, {"beds": 6})
    assert verify(store).flaws == ()


def test_a_save_that_changes_nothing_makes_no_commit(store: LocalStore) -> None:
    rid = make(store, beds=30)
    before = verify(store).commits
    with store.action("test.edit", WHO) as act:
        assert not act.change(Institution, rid, {"beds": 30})
    assert not act.changes
    assert act.changes.group == ""
    assert verify(store).commits == before


def test_a_form_that_loaded_older_heads_makes_a_conflict_not_an_overwrite(
    store: LocalStore,
) -> None:
    rid = make(store, beds=30)
    loaded = store.reads().heads(rid)
    for beds in (40, 50):
        with store.action("test.edit", WHO) as act:
            act.change(Institution, rid, {"beds": beds}, seen=loaded)
    assert store.reads().conflicts(rid) == {"beds"}
    with store.action("test.resolve", WHO, why="现场核对") as act:
        act.change(Institution, rid, {"beds": 45})
    assert store.reads().conflicts(rid) == frozenset()
    told = store.reads().history(rid)
    assert [v.value for v in told if v.field == "beds"] == [30, 40, 50, 45]
    assert told[-1].why == "现场核对"
    assert len(told[-1].parents) == 2


def test_a_hidden_record_is_not_found_and_comes_back(store: LocalStore) -> None:
    rid = make(store)
    with store.action("test.delete", WHO) as act:
        act.delete(Institution, rid)
    assert store.reads().peek(Institution, rid) is None
    assert store.search("总医") == []
    with store.action("test.restore", WHO) as act:
        act.restore(Institution, rid)
    assert store.reads().get(Institution, rid).fixmedins_name == NAME
    assert [hit.rid for hit in store.search("总医")] == [rid]


def test_a_natural_singleton_created_twice_is_one_record(store: LocalStore) -> None:
    rid = visit_rid("11" * 16, "22" * 16)
    for note in ("甲", "乙"):
        with store.action("test.create", WHO) as act:
            assert act.create(Visit(rid=rid, note=note)) == rid
    assert store.reads().get(Visit, rid).note == "乙"


def test_a_bulk_action_longer_than_a_commit_is_one_undoable_group(store: LocalStore) -> None:
    count = MAX_OPS + 300
    with store.action("test.bulk", WHO) as act:
        act.create_many(Institution(fixmedins_name=f"机构{i}", beds=i) for i in range(count))
    assert len(act.changes.of("institution")) == count
    verdict = verify(store)
    assert verdict.flaws == ()
    assert verdict.commits == 2
    told = store.group(act.changes.group)
    assert sum(1 for v in told if v.field == "") == count
    assert len(store.search("机构", limit=1000)) > 5


def test_reads_inside_an_action_see_its_own_writes(store: LocalStore) -> None:
    with store.action("test.create", WHO) as act:
        rid = act.create(Institution(fixmedins_name=NAME))
        act.change(Institution, rid, {"beds": 1})
        act.change(Institution, rid, {"beds": 2})
        assert act.get(Institution, rid).beds == 2
        assert act.conflicts(rid) == frozenset()
    assert verify(store).flaws == ()


def test_a_float_or_a_wrong_type_is_refused(store: LocalStore) -> None:
    rid = make(store)
    for value in (1.5, "3", True):
        with pytest.raises(TypeError), store.action("test.edit", WHO) as act:
            act.change(Institution, rid, {"beds": value})  # type: ignore[dict-item]


def test_finding_states_follow_the_visit(store: LocalStore) -> None:
    with store.action("test.create", WHO) as act:
        visit = act.create(Visit(round="1", institution="2"))
        finding = act.create(Finding(visit=visit))
    assert store.reads().finding_state(finding) == "draft"
    with store.action("test.submit", WHO) as act:
        act.change(Visit, visit, {"state": str(VisitState.SUBMITTED)})
    assert store.reads().finding_state(finding) == "waiting"


def test_search_sees_the_newest_text_and_not_the_old(store: LocalStore) -> None:
    rid = make(store)
    assert store.search("总医院")
    with store.action("test.edit", WHO) as act:
        act.change(Institution, rid, {"fixmedins_name": "仁和诊所"})
    assert store.search("总医院") == []
    assert [hit.title for hit in store.search("仁和 诊")] == ["仁和诊所"]
    assert store.search("仁和 医院") == []


def test_actions_of_two_threads_take_turns(store: LocalStore) -> None:
    rid = make(store)
    failures: list[BaseException] = []

    def work(start: int) -> None:
        try:
            for i in range(20):
                with store.action("test.edit", WHO) as act:
                    act.change(Institution, rid, {"beds": start + i})
                store.reads().get(Institution, rid)
        except BaseException as error:
            failures.append(error)
            raise

    threads = [threading.Thread(target=work, args=(n * 1000,)) for n in range(1, 4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert store.reads().conflicts(rid) == frozenset()
    assert verify(store).flaws == ()


def test_a_clock_set_back_keeps_the_order_of_saves(tmp_path: Path) -> None:
    now = [2_000_000_000_000]
    store = open_store(Paths(tmp_path / "d"), lambda: now[0])
    rid = make(store, beds=1)
    now[0] -= 10**9
    with store.action("test.edit", WHO) as act:
        act.change(Institution, rid, {"beds": 2})
    assert [v.value for v in store.reads().history(rid) if v.field == "beds"] == [1, 2]
    store.close()
    now[0] -= 10**9
    store = open_store(Paths(tmp_path / "d"), lambda: now[0])
    with store.action("test.edit", WHO) as act:
        act.change(Institution, rid, {"beds": 3})
    assert store.reads().history(rid)[-1].value == 3
    assert verify(store).flaws == ()
    store.close()


def test_a_store_of_a_newer_program_is_refused_untouched(tmp_path: Path) -> None:
    paths = Paths(tmp_path / "d")
    store = open_store(paths)
    store.writer().execute("PRAGMA user_version = 99")
    store.close()
    before = paths.store.read_bytes()
    with pytest.raises(StoreTooNew):
        open_store(paths)
    assert paths.store.read_bytes() == before


def test_a_damaged_store_or_key_is_named(tmp_path: Path) -> None:
    paths = Paths(tmp_path / "d")
    open_store(paths).close()
    key = paths.slots.read_bytes()
    paths.slots.write_bytes(b"{}")
    with pytest.raises(StoreDamaged) as damaged:
        open_store(paths)
    assert damaged.value.code == "store.key_damaged"
    paths.slots.unlink()
    with pytest.raises(StoreDamaged) as missing:
        open_store(paths)
    assert missing.value.code == "store.key_missing"
    assert not paths.slots.exists()
    paths.slots.write_bytes(key)
    content = bytearray(paths.store.read_bytes())
    content[100] ^= 1
    paths.store.write_bytes(content)
    with pytest.raises(StoreDamaged) as broken:
        open_store(paths)
    assert broken.value.code == "store.damaged"


def test_nothing_readable_lies_on_the_disk(tmp_path: Path) -> None:
    paths = Paths(tmp_path / "d")
    store = open_store(paths)
    with store.action("test.create", WHO) as act:
        act.create(Finding(fact_text="欧阳测试另收血常规"))
    store.attachments.take_in("欧阳测试的照片".encode() * 100)
    for file in paths.root.rglob("*"):
        if file.is_file():
            assert "欧阳测试".encode() not in file.read_bytes()
    store.close()


def test_a_missing_record_is_an_error_of_the_user(store: LocalStore) -> None:
    with pytest.raises(AppError) as missing:
        store.reads().get(Institution, "00" * 16)
    assert missing.value.code == "record.missing"
