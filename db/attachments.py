"""Original bytes of evidence and issued papers as encrypted, immutable, content-addressed files.

A file is a row of 1 MiB pieces, each AES-256-GCM with the piece number as nonce and "i/n" bound in;
the key is derived from the content's SHA-256, so no nonce is ever used twice with one key. The file
name is a keyed hash: whoever finds the folder cannot even test for a known photo.
"""

from __future__ import annotations

import hmac
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.errors import Trouble
from app.ports import Stored
from db.keys import Keys, sync_folder
from db.trouble import translated

PIECE = 1 << 20
TAG = 16


class LocalAttachments:
    """`app.ports.Attachments` in one folder."""

    def __init__(self, folder: Path, keys: Keys) -> None:
        self._folder = folder
        self._keys = keys

    def take_in(self, source: Path | BinaryIO | bytes) -> Stored:
        """Copy the bytes, durably. The same bytes twice are kept once."""
        with translated(), _opened(source) as stream:
            digest, size = _measure(stream)
            target = self._place(digest)
            if not target.exists():
                stream.seek(0)
                self._write(stream, target, digest, size)
            return Stored(digest.hex(), size)

    def read(self, sha: str) -> bytes:
        """The whole original, verified against its hash."""
        return b"".join(self._pieces(sha))

    def copy_to(self, sha: str, target: Path) -> None:
        """Write the original to a file piece by piece; nothing is left behind when it fails."""
        temp = target.with_name(f"{target.name}.{secrets.token_hex(4)}.part")
        with translated():
            try:
                with temp.open("xb") as out:
                    for piece in self._pieces(sha):
                        out.write(piece)
                    out.flush()
                    os.fsync(out.fileno())
                temp.replace(target)
            except BaseException:
                temp.unlink(missing_ok=True)
                raise

    def has(self, sha: str) -> bool:
        """Whether the bytes are on this machine."""
        return self._place(bytes.fromhex(sha)).exists()

    def check(self, sha: str) -> None:
        """Read the file through; Trouble when it is missing or damaged."""
        for _ in self._pieces(sha):
            pass

    def _place(self, digest: bytes) -> Path:
        name = hmac.digest(self._keys.names, digest, "sha256").hex()
        return self._folder / name[:2] / name

    def _cipher(self, digest: bytes) -> AESGCM:
        info = b"wucha/attachment/" + digest
        return AESGCM(
            HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(self._keys.blobs)
        )

    def _write(self, stream: BinaryIO, target: Path, digest: bytes, size: int) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        temp = target.with_name(f"{target.name}.{secrets.token_hex(4)}.tmp")
        cipher, seen, count = self._cipher(digest), sha256(), _count(size)
        try:
            with temp.open("xb") as out:
                for number in range(count):
                    piece = stream.read(PIECE)
                    seen.update(piece)
                    out.write(cipher.encrypt(_nonce(number), piece, _bound(number, count)))
                if seen.digest() != digest or stream.read(1):
                    raise Trouble("attachment.changed_meanwhile")
                out.flush()
                os.fsync(out.fileno())
            temp.replace(target)
        except BaseException:
            temp.unlink(missing_ok=True)
            raise
        sync_folder(target.parent)

    def _pieces(self, sha: str) -> Iterator[bytes]:
        digest = bytes.fromhex(sha)
        place, seen = self._place(digest), sha256()
        cipher = self._cipher(digest)
        try:
            count = max(1, -(-place.stat().st_size // (PIECE + TAG)))
            with place.open("rb") as stream:
                for number in range(count):
                    sealed = stream.read(PIECE + TAG)
                    piece = cipher.decrypt(_nonce(number), sealed, _bound(number, count))
                    seen.update(piece)
                    yield piece
        except FileNotFoundError as error:
            raise Trouble("attachment.missing", sha256=sha) from error
        except (InvalidTag, ValueError) as error:
            raise Trouble("attachment.damaged", sha256=sha) from error
        if seen.digest() != digest:
            raise Trouble("attachment.damaged", sha256=sha)


def _measure(stream: BinaryIO) -> tuple[bytes, int]:
    seen, size = sha256(), 0
    while piece := stream.read(PIECE):
        seen.update(piece)
        size += len(piece)
    return seen.digest(), size


def _count(size: int) -> int:
    return max(1, -(-size // PIECE))


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")


def _bound(number: int, count: int) -> bytes:
    return f"{number}/{count}".encode()


@contextmanager
def _opened(source: Path | BinaryIO | bytes) -> Iterator[BinaryIO]:
    if isinstance(source, bytes):
        yield BytesIO(source)
    elif isinstance(source, Path):
        with source.open("rb") as stream:
            yield stream
    else:
        yield source
