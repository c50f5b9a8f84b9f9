"""Papers as PDF: text in order, embedded fonts, byte for byte the same, nothing missing."""

from __future__ import annotations

import re
import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.documents.options import Options
from app.documents.paper import Grid, Paper, Seal, Signing, Text, from_json, to_json
from app.documents.pdf import write_pdf
from app.domain.document import PaperKind
from app.errors import AppError

HAN = st.text(
    st.sampled_from("检查病历费用清单重复收费，。；：（）、“”123.45 血常规㐂㼆𠮷䶮㛃𠅤"),
    min_size=1,
    max_size=200,
)


def paper(*blocks: object, **fields: object) -> Paper:
    values = {
        "kind": "x",
        "issuer": "清溪县医疗保障局",
        "title": "通知书",
        "number": "清医保〔2026〕1号",
    }
    return Paper(**{**values, **fields, "blocks": blocks})  # type: ignore[arg-type]


def pdf(made: Paper) -> bytes:
    out = BytesIO()
    write_pdf(made, out)
    return out.getvalue()


def read(content: bytes, folder: Path, *options: str) -> str:
    path = folder / "paper.pdf"
    path.write_bytes(content)
    done = subprocess.run(
        ["pdftotext", *options, path, "-"], capture_output=True, text=True, check=True
    )
    return done.stdout


def test_text_comes_out_in_reading_order(tmp_path: Path) -> None:
    made = paper(
        Text("一、经查明。"), Text("二、依据条例。"), Seal("清溪县医疗保障局", "2026年11月23日")
    )
    text = "".join(read(pdf(made), tmp_path).split())
    order = [
        "清溪县医疗保障局通知书",
        "清医保〔2026〕1号",
        "一、经查明",
        "二、依据条例",
        "2026年11月23日",
    ]
    at = [text.index(part) for part in order]
    assert at == sorted(at)


def test_every_font_is_embedded(tmp_path: Path) -> None:
    path = tmp_path / "f.pdf"
    path.write_bytes(pdf(paper(Text("字㐂㼆𠮷䶮㛃𠅤A1"))))
    lines = subprocess.run(["pdffonts", path], capture_output=True, text=True, check=True).stdout
    rows = lines.splitlines()[2:]
    assert rows
    assert all(row.split()[-5] == "yes" for row in rows), lines


def test_the_same_paper_gives_the_same_bytes() -> None:
    made = paper(Text("相同" * 300), Grid(("甲", "乙"), (("1", "2"),), (1, 1)))
    assert pdf(made) == pdf(made)


def test_a_character_without_a_glyph_is_named_not_dropped() -> None:
    with pytest.raises(AppError) as caught:
        pdf(paper(Text("患者\ue9f3来院")))
    assert caught.value.code == "paper.missing_glyph"
    assert "\ue9f3" in str(caught.value.params["characters"])


def test_ten_thousand_characters_run_over_pages(tmp_path: Path) -> None:
    sentence = "经查明该院于二〇二六年重复收取费用。"
    made = paper(Text(sentence * 600), Signing(("被检查人签字：",)))
    text = re.sub(r"第\d+页共\d+页", "", "".join(read(pdf(made), tmp_path).split()))
    assert text.count("重复收取费用") == 600


def test_a_long_table_repeats_its_header(tmp_path: Path) -> None:
    rows = tuple((str(n), f"项目{n}", f"{n}.00") for n in range(300))
    made = paper(Grid(("序号", "项目名称", "金额"), rows, (1, 3, 1), right=(2,)))
    text = read(pdf(made), tmp_path, "-layout")
    pages = text.count("\f")
    assert pages > 5
    assert text.count("项目名称") == pages
    assert "项目299" in text


@settings(max_examples=25, deadline=None)
@given(HAN)
def test_any_chinese_text_is_set_without_loss(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    folder = tmp_path_factory.mktemp("pdf")
    found = "".join(read(pdf(paper(Text(text))), folder).split())
    wanted = "".join(text.split())
    assert wanted in found or wanted.replace("\u3000", "") in found


def test_a_paper_reads_back_from_its_record() -> None:
    made = paper(
        Text("甲", "right"), Grid(("a",), (("1",), ("2",)), (1,)), Signing(("x", "y")), footer="脚"
    )
    assert from_json(to_json(made)) == made


@pytest.mark.parametrize("kind", list(PaperKind))
def test_every_paper_of_an_empty_visit_can_be_previewed(kind: PaperKind, store: object) -> None:
    from app.domain.institution import Institution
    from app.domain.visit import Round, visit_rid
    from app.services import issuing, planning
    from app.services.office import SYSTEM

    with store.action("test", SYSTEM) as act:  # type: ignore[attr-defined]
        institution = act.create(Institution(fixmedins_name="甲医院"))
    rid = planning.add_round(store, SYSTEM, Round(name="轮"))[1]  # type: ignore[arg-type]
    planning.add_institutions(store, SYSTEM, rid, [institution])  # type: ignore[arg-type]
    options = Options(dated_on="2026-11-23")
    drawn = issuing.draft(
        store.reads(), kind, visit_rid(rid, institution), options=options  # type: ignore[attr-defined]
    )  # fmt: skip
    assert issuing.pdf_of(drawn.paper)[1] >= 1
    assert not drawn.may_issue or kind == PaperKind.INSPECTION_FORM
