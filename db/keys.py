"""The data key of a store and the keys derived from it.

In this version the key lies unprotected in a slot file beside the store; the settings page says so.
"""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.errors import StoreDamaged

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Keys:
    """Independent 32-byte keys for the database, attachment bytes and attachment file names."""

    database: bytes
    blobs: bytes
    names: bytes


def derive(data_key: bytes) -> Keys:
    """Split one random data key into the keys of its uses."""
    parts = [
        HKDF(algorithm=SHA256(), length=32, salt=None, info=f"wucha/{use}".encode()).derive(
            data_key
        )
        for use in ("database", "blobs", "names")
    ]
    return Keys(*parts)


def create_slots(path: Path) -> bytes:
    """Make a data key and write its slot file, durably, before anything is encrypted with it."""
    key = secrets.token_bytes(32)
    slots = {"format": FORMAT, "slots": [{"kind": "unprotected", "key": key.hex()}]}
    write_durably(path, json.dumps(slots).encode())
    return key


def read_slots(path: Path) -> bytes:
    """The data key; StoreDamaged("store.key_missing"/"store.key_damaged") when it is not to be had."""
    try:
        slots = json.loads(path.read_text(encoding="utf-8"))
        key = bytes.fromhex(slots["slots"][0]["key"])
        if slots["format"] != FORMAT or len(key) != 32:
            raise StoreDamaged("store.key_damaged", path=str(path))
    except FileNotFoundError as error:
        raise StoreDamaged("store.key_missing", path=str(path)) from error
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise StoreDamaged("store.key_damaged", path=str(path)) from error
    return key


def write_durably(path: Path, data: bytes) -> None:
    """Temp file, fsync, rename, fsync of the folder: the file is whole or not there."""
    temp = path.with_name(f"{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        with temp.open("xb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        temp.replace(path)
    except BaseException:
        temp.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make a rename in the folder durable (Windows needs and allows no such thing)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
