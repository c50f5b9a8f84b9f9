"""Original bytes come back exactly, or not at all."""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.errors import Trouble
from db.attachments import PIECE, LocalAttachments
from db.keys import derive


@pytest.fixture
def folder(tmp_path: Path) -> LocalAttachments:
    return LocalAttachments(tmp_path / "attachments", derive(bytes(32)))


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE])
def test_the_original_comes_back(folder: LocalAttachments, tmp_path: Path, size: int) -> None:
    data = bytes(i * 7 % 251 for i in range(min(size, 1000))) * (size // 1000 + 1)
    data = data[:size]
    source = tmp_path / "source.bin"
    source.write_bytes(data)
    for given_as in (data, source, BytesIO(data)):
        stored = folder.take_in(given_as)
        assert stored.sha256 == sha256(data).hexdigest()
        assert stored.size == size
    assert folder.read(stored.sha256) == data
    folder.copy_to(stored.sha256, tmp_path / "copy.bin")
    assert (tmp_path / "copy.bin").read_bytes() == data
    assert len([f for f in (tmp_path / "attachments").rglob("*") if f.is_file()]) == 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_any_change_of_the_file_is_noticed(folder: LocalAttachments, data: st.DataObject) -> None:
    content = data.draw(st.binary(min_size=1, max_size=300))
    stored = folder.take_in(content)
    place = folder._place(bytes.fromhex(stored.sha256))
    whole = place.read_bytes()
    spoilt = bytearray(whole)
    if data.draw(st.booleans()):
        spoilt[data.draw(st.integers(0, len(whole) - 1))] ^= data.draw(st.integers(1, 255))
    else:
        del spoilt[data.draw(st.integers(0, len(whole) - 1)) :]
    place.write_bytes(spoilt)
    with pytest.raises(Trouble) as trouble:
        folder.read(stored.sha256)
    assert trouble.value.code == "attachment.damaged"
    place.write_bytes(whole)
    assert folder.read(stored.sha256) == content


def test_a_file_that_changes_while_it_is_read_is_not_kept(folder: LocalAttachments) -> None:
    class Shifty(BytesIO):
        def seek(self, *args: int) -> int:
            self.getbuffer()[0] ^= 1
            return super().seek(*args)

    with pytest.raises(Trouble) as trouble:
        folder.take_in(Shifty(b"abc"))
    assert trouble.value.code == "attachment.changed_meanwhile"


def test_a_missing_original_is_said(folder: LocalAttachments) -> None:
    assert not folder.has("00" * 32)
    with pytest.raises(Trouble) as trouble:
        folder.read("00" * 32)
    assert trouble.value.code == "attachment.missing"


def test_names_in_the_folder_do_not_tell_the_content(
    folder: LocalAttachments, tmp_path: Path
) -> None:
    stored = folder.take_in(b"photo")
    names = [f.name for f in (tmp_path / "attachments").rglob("*")]
    assert not any(stored.sha256 in name for name in names)
