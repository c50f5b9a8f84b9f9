"""What a file is by its first bytes; names and extensions are claims of whoever sent it."""

from __future__ import annotations

from app.domain.finding import EvidenceKind

HEAD = 64
"""How many bytes `sniff` needs."""

_SIGNS: tuple[tuple[int, bytes, str, EvidenceKind], ...] = (
    (0, b"\xff\xd8\xff", "image/jpeg", EvidenceKind.PHOTO),
    (0, b"\x89PNG\r\n\x1a\n", "image/png", EvidenceKind.PHOTO),
    (0, b"GIF8", "image/gif", EvidenceKind.PHOTO),
    (0, b"BM", "image/bmp", EvidenceKind.PHOTO),
    (0, b"II*\x00", "image/tiff", EvidenceKind.PHOTO),
    (0, b"MM\x00*", "image/tiff", EvidenceKind.PHOTO),
    (8, b"WEBP", "image/webp", EvidenceKind.PHOTO),
    (4, b"ftypheic", "image/heic", EvidenceKind.PHOTO),
    (4, b"ftypmif1", "image/heic", EvidenceKind.PHOTO),
    (0, b"%PDF-", "application/pdf", EvidenceKind.DOCUMENT),
    (0, b"PK\x03\x04", "application/zip", EvidenceKind.DOCUMENT),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage", EvidenceKind.DOCUMENT),
    (4, b"ftypM4A", "audio/mp4", EvidenceKind.AUDIO),
    (4, b"ftyp", "video/mp4", EvidenceKind.VIDEO),
    (8, b"AVI ", "video/x-msvideo", EvidenceKind.VIDEO),
    (8, b"WAVE", "audio/wav", EvidenceKind.AUDIO),
    (0, b"ID3", "audio/mpeg", EvidenceKind.AUDIO),
    (0, b"\xff\xfb", "audio/mpeg", EvidenceKind.AUDIO),
    (0, b"#!AMR", "audio/amr", EvidenceKind.AUDIO),
    (0, b"OggS", "audio/ogg", EvidenceKind.AUDIO),
)  # fmt: skip
PICTURE_NAMES = (".jpg", ".jpeg", ".png", ".gif", ".bmp", ".webp", ".tif", ".tiff", ".heic")


def sniff(head: bytes) -> tuple[str, EvidenceKind]:
    """Media type and kind by content; ``application/octet-stream`` for anything unknown."""
    for at, sign, media_type, kind in _SIGNS:
        if head[at : at + len(sign)] == sign:
            return media_type, kind
    return "application/octet-stream", EvidenceKind.OTHER


def is_false_picture(file_name: str, kind: EvidenceKind) -> bool:
    """Whether a file is named like a picture and is none."""
    return file_name.lower().endswith(PICTURE_NAMES) and kind != EvidenceKind.PHOTO
