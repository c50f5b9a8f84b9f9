"""The verbs for offices that script: each returns what is printed as JSON."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from app.domain.document import Document
from app.domain.entity import Entity
from app.domain.finding import Finding
from app.domain.institution import Institution
from app.domain.visit import Round, Visit
from app.errors import AppError
from app.ports import Attachments, Reads

LISTED: dict[str, type[Entity]] = {
    "institutions": Institution,
    "rounds": Round,
    "visits": Visit,
    "findings": Finding,
    "documents": Document,
}
NOT_LISTED = {"content", "basis", "pinyin"}


def listed(reads: Reads, what: str) -> list[dict[str, Any]]:
    """Every record of a kind with all its fields; names of linked records beside their ids."""
    rows: list[dict[str, Any]] = [asdict(record) for record in reads.find(LISTED[what])]
    visits = {visit.rid: visit for visit in reads.find(Visit)}
    institutions = {i.rid: i for i in reads.find(Institution)}
    for row in rows:
        visit = visits.get(str(row.get("visit", "") or (row["rid"] if what == "visits" else "")))
        if visit:
            held = institutions.get(visit.institution)
            row["institution_name"] = held.fixmedins_name if held else ""
        if what == "findings":
            row["state"] = reads.finding_state(row["rid"])
        for name in NOT_LISTED:
            row.pop(name, None)
    return rows


def line_of(what: str, row: dict[str, Any]) -> str:
    """One row as a human reads it."""
    columns = {
        "institutions": ("fixmedins_code", "fixmedins_name", "hosp_lv", "district"),
        "rounds": ("name", "kind", "begin_on", "end_on"),
        "visits": ("institution_name", "planned_on", "state"),
        "findings": ("institution_name", "state", "violation", "amount_fen", "fact_text"),
        "documents": ("number", "title", "institution_name", "issued_on"),
    }[what]
    return "\t".join(
        str(row.get(name, "") if row.get(name) is not None else "") for name in columns
    )


def export_documents(
    reads: Reads, attachments: Attachments, out: Path, *, visit: str = ""
) -> list[dict[str, Any]]:
    """Write the PDFs exactly as issued into a folder; a file already there with other bytes is kept.

    AppError("export.no_visit") for an unknown visit.
    """
    if visit and reads.peek(Visit, visit) is None:
        raise AppError("export.no_visit", visit=visit)
    documents = reads.find(Document, visit=visit) if visit else reads.find(Document)
    written = []
    for document in documents:
        target = _free(out / file_name(document), document, attachments)
        attachments.copy_to(document.sha256, target)
        written.append(
            {
                "rid": document.rid, "number": document.number, "kind": document.kind,
                "title": document.title, "visit": document.visit, "voided": bool(document.voided_at),
                "file": str(target), "sha256": document.sha256, "size": document.size,
            }
        )  # fmt: skip
    return written


def file_name(document: Document) -> str:
    """``清医保罚〔2026〕1号 行政处罚决定书.pdf``, without characters a file system refuses."""
    text = f"{document.number or document.provisional_no} {document.title}"
    if document.voided_at:
        text += "（作废）"
    return "".join("_" if c in '\\/:*?"<>|\n\t' else c for c in text).strip() + ".pdf"


def _free(target: Path, document: Document, attachments: Attachments) -> Path:
    if not target.exists() or target.read_bytes() == attachments.read(document.sha256):
        return target
    return target.with_stem(f"{target.stem} {document.rid[-6:]}")
