"""Use case: taking evidence files in, original bytes first, then the record that names them."""

from __future__ import annotations

import contextlib
import warnings
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from app.changes import Changes
from app.domain.finding import Evidence, EvidenceKind
from app.domain.media import HEAD, is_false_picture, sniff
from app.errors import AppError
from app.ports import Attachments, Store, Stored, Who
from app.services import findings

EXIF_NAMES = {
    0x9003: "拍摄时间", 0x010F: "设备厂商", 0x0110: "设备型号", 0x0131: "处理软件",
}  # fmt: skip
TAKEN, GPS, GPS_LATITUDE, GPS_LONGITUDE = 0x9003, 0x8825, 2, 4
EXIF_BLOCK = 0x8769


def take_file(
    store: Store, attachments: Attachments, who: Who, *, owner: str, visit: str, path: Path
) -> Changes:
    """Take one file in. AppError "evidence.missing", "evidence.folder", "evidence.empty".

    A file of any kind is kept as it is; one that is named a picture and is none is marked so.
    """
    if path.is_dir():
        raise AppError("evidence.folder", name=path.name)
    try:
        with path.open("rb") as source:
            head = source.read(HEAD)
            facts = _facts(source, head)
    except FileNotFoundError as error:
        raise AppError("evidence.missing", name=path.name) from error
    except OSError as error:
        raise AppError("evidence.unreadable", name=path.name) from error
    if not head:
        raise AppError("evidence.empty", name=path.name)
    stored = attachments.take_in(path)
    evidence = _evidence(path.name, stored, head, facts)
    return findings.add_evidence(store, who, replace(evidence, owner=owner, visit=visit))[0]


def take_bytes(
    store: Store, attachments: Attachments, who: Who, *, owner: str, visit: str, name: str,
    content: bytes,
) -> Changes:  # fmt: skip
    """Take in what was pasted or photographed."""
    if not content:
        raise AppError("evidence.empty", name=name)
    facts = _facts(BytesIO(content), content[:HEAD])
    stored = attachments.take_in(content)
    evidence = _evidence(name, stored, content[:HEAD], facts)
    return findings.add_evidence(store, who, replace(evidence, owner=owner, visit=visit))[0]


def _evidence(name: str, stored: Stored, head: bytes, facts: dict[str, str]) -> Evidence:
    media_type, kind = sniff(head)
    if is_false_picture(name, kind):
        facts = {"提示": "文件名像图片，内容不是图片", **facts}
    return Evidence(
        kind=str(kind), sha256=stored.sha256, size=stored.size, file_name=name[:200],
        media_type=media_type, taken_at=facts.get("拍摄时间", ""),
        exif=tuple(f"{key}={value}" for key, value in facts.items()),
    )  # fmt: skip


def _facts(source: BinaryIO, head: bytes) -> dict[str, str]:
    """What a picture says about itself: claims to be shown, never trusted."""
    if sniff(head)[1] != EvidenceKind.PHOTO:
        return {}
    from PIL import Image

    facts: dict[str, str] = {}
    # A picture may lie about its size or be cut short: then it simply tells less.
    with contextlib.suppress(Exception), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        source.seek(0)
        with Image.open(source) as picture:
            facts["像素"] = f"{picture.width}×{picture.height}"
            exif = picture.getexif()
            inner = dict(exif) | dict(exif.get_ifd(EXIF_BLOCK))
            for tag, words in EXIF_NAMES.items():
                text = str(inner.get(tag, "")).strip("\x00 ")[:80]
                if text:
                    facts[words] = _iso(text) if tag == TAKEN else text
            place = exif.get_ifd(GPS)
            if GPS_LATITUDE in place and GPS_LONGITUDE in place:
                facts["位置"] = f"{_degrees(place[2])},{_degrees(place[4])}"
    return facts


def _iso(text: str) -> str:
    day, _, clock = text.partition(" ")
    return f"{day.replace(':', '-')} {clock}".strip()


def _degrees(parts: tuple[float, float, float]) -> str:
    return f"{float(parts[0]) + float(parts[1]) / 60 + float(parts[2]) / 3600:.5f}"
