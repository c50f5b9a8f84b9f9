"""Institution lists as offices really send them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlwt
from openpyxl import Workbook

from app.domain.institution import Agreement, Institution
from app.errors import AppError
from app.ports import Who
from app.services import importing, undoing
from db.store import LocalStore
from db.workbooks import open_book

WHO = Who("a1" * 16, "张三", "inspector")
LIST = Path(__file__).parents[2] / "data" / "定点医疗机构名单-三明.xlsx"
Rows = list[list[Any]]


def xlsx(path: Path, rows: Rows, *, merged: str = "", title: str = "名单") -> Path:
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    if merged:
        for area in merged.split():
            sheet.merge_cells(area)
    book.save(path)
    return path


def plan(store: LocalStore, path: Path, sheet: str = "") -> importing.Plan:
    return importing.plan(importing.look(open_book(path), store.reads(), sheet), store.reads())


def take(store: LocalStore, path: Path) -> list[Institution]:
    importing.commit(store, WHO, plan(store, path))
    return store.reads().find(Institution)


def codes(doubts: list[Any]) -> list[str]:
    return [doubt.code for doubt in doubts]


def test_the_published_list_twice(store: LocalStore) -> None:
    first = plan(store, LIST)
    assert (len(first.added), len(first.doubtful), len(first.ignored)) == (156, 3, 2)
    assert store.reads().find(Institution) == []
    changes = importing.commit(store, WHO, first)
    again = plan(store, LIST)
    assert (len(again.added), len(again.updated), again.unchanged) == (0, 0, 156)
    assert again.look.remembered
    assert importing.commit(store, WHO, again).group == ""
    undoing.undo(store, WHO, changes.group)
    assert store.reads().find(Institution) == []


def test_title_rows_a_merged_header_totals_and_notes(store: LocalStore, tmp_path: Path) -> None:
    path = xlsx(
        tmp_path / "a.xlsx",
        [
            ["清溪县2026年度定点医药机构一览表", None, None, None, None],
            ["填表单位：清溪县医保局", None, None, "2026年3月", None],
            ["序号", "机构信息", None, "联系方式", None],
            [None, "名  称", "国家医保编码", "联系人", "电 话"],
            [1, "城关卫生院 ", "Ｈ３５０４２１００００１", "王一", 13800000000],
            [2, "河东\n诊所", "H35042100002", None, "0598-1"],
            ["合计", 2, None, None, None],
            ["注：以上名单以公布为准", None, None, None, None],
        ],
        merged="A1:E1 B3:C3 D3:E3 A3:A4",
    )
    found = take(store, path)
    assert [
        (i.fixmedins_name, i.fixmedins_code, i.contact_name, i.contact_phone) for i in found
    ] == [
        ("城关卫生院", "H35042100001", "王一", "13800000000"),
        ("河东诊所", "H35042100002", "", "0598-1"),
    ]


def test_columns_in_any_order_and_wording(store: LocalStore, tmp_path: Path) -> None:
    path = xlsx(
        tmp_path / "b.xlsx",
        [
            ["编制床位数（张）", "单位全称", "医疗机构编码", "医院级别", "法人代表", "详细地址"],
            ["一百", "甲医院", "H35042100001", "二级甲等", "赵六", "清溪县城关路1号"],
            [" 80 ", "乙医院", "H35042100002", "一级", "钱七", "清溪县河东路2号"],
        ],
    )
    found = take(store, path)
    assert [(i.beds, i.hosp_lv, i.legal_rep) for i in found] == [
        (None, "二级甲等", "赵六"), (80, "一级", "钱七"),
    ]  # fmt: skip


def test_the_likeliest_sheet_is_taken_and_others_named(store: LocalStore, tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "说明"
    book.active.append(["请按要求填写"])
    sheet = book.create_sheet("医院")
    for row in (["机构名称", "机构编码"], ["甲", "H35042100001"], ["乙", "H35042100002"]):
        sheet.append(row)
    other = book.create_sheet("药店")
    for row in (["机构名称", "机构编码"], ["丙药店", "P35042100003"]):
        other.append(row)
    path = tmp_path / "c.xlsx"
    book.save(path)
    made = plan(store, path)
    assert made.look.sheet == "医院"
    assert "药店" in made.look.others
    assert len(plan(store, path, "药店").added) == 1


def test_the_same_code_twice_in_a_file(store: LocalStore, tmp_path: Path) -> None:
    path = xlsx(
        tmp_path / "d.xlsx",
        [
            ["机构名称", "机构编码"], ["甲医院", "H35042100001"], ["甲医院", "H35042100001"],
            ["别的名字", "H35042100001"], ["", "H35042100009"],
        ],
    )  # fmt: skip
    made = plan(store, path)
    assert made.matched.joined == 1
    assert "import.code_twice_refused" in codes(made.rejected)
    assert [i.fixmedins_name for i in take(store, path)][:1] == ["甲医院"]


def test_a_second_list_updates_what_it_says_and_keeps_the_rest(
    store: LocalStore, tmp_path: Path
) -> None:
    take(
        store,
        xlsx(tmp_path / "e.xlsx", [["名称", "编码", "床位数"], ["甲医院", "H35042100001", 40]]),
    )
    path = xlsx(
        tmp_path / "f.xlsx",
        [
            ["编码", "名称", "联系电话"],
            ["H35042100001", "甲医院", "0598-2"],
            ["H35042100002", "乙", ""],
        ],
    )
    made = plan(store, path)
    assert (len(made.added), len(made.updated)) == (1, 1)
    found = {i.fixmedins_code: i for i in take(store, path)}
    assert (found["H35042100001"].beds, found["H35042100001"].contact_phone) == (40, "0598-2")


def test_agreements_come_with_the_list(store: LocalStore, tmp_path: Path) -> None:
    path = xlsx(
        tmp_path / "g.xlsx",
        [
            ["机构名称", "机构编码", "协议编号", "保证金（元）"],
            ["甲医院", "H35042100001", "协〔2026〕1号", "50,000.00"],
        ],
    )
    take(store, path)
    (agreement,) = store.reads().find(Agreement)
    assert (agreement.agreement_no, agreement.deposit_fen) == ("协〔2026〕1号", 5_000_000)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_text_files(store: LocalStore, tmp_path: Path, encoding: str, mark: str) -> None:
    rows = [["机构名称", "机构编码", "床位"], ["甲㐂医院", "H35042100001", "5"]]
    path = tmp_path / "h.csv"
    path.write_bytes("\r\n".join(mark.join(row) for row in rows).encode(encoding))
    (found,) = take(store, path)
    assert (found.fixmedins_name, found.beds) == ("甲㐂医院", 5)


def test_an_old_xls(store: LocalStore, tmp_path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("名单")
    for row, cells in enumerate(
        (("机构名称", "机构编码", "床位"), ("甲医院", "H35042100001", 30.0))
    ):
        for column, value in enumerate(cells):
            sheet.write(row, column, value)
    path = tmp_path / "i.xls"
    book.save(str(path))
    (found,) = take(store, path)
    assert (found.fixmedins_code, found.beds) == ("H35042100001", 30)


def test_codes_kept_as_numbers_are_doubted(store: LocalStore, tmp_path: Path) -> None:
    path = xlsx(
        tmp_path / "j.xlsx",
        [
            ["机构名称", "统一社会信用代码", "机构编码"],
            ["甲医院", 123504210560207050, "h35042100001"],
        ],
    )
    made = plan(store, path)
    assert "import.lost_digits" in codes(made.doubtful)
    assert made.table.institution(0)["fixmedins_code"] == "H35042100001"


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _noise(path: Path) -> None:
    path.write_bytes(bytes(range(256)) * 50)


def _zip(path: Path) -> None:
    import zipfile

    with zipfile.ZipFile(path, "w") as package:
        package.writestr("a.txt", "x")


def _cut(path: Path) -> None:
    path.write_bytes(LIST.read_bytes()[:6000])


def _locked(path: Path) -> None:
    # An OLE file with the stream an encrypted workbook has.
    path.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
    )


def _no_rows(path: Path) -> None:
    xlsx(path, [])


def _no_header(path: Path) -> None:
    xlsx(path, [["苹果", "梨"], [1, 2], [3, 4]])


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (_empty, "import.empty_file"), (_noise, "import.not_a_workbook"),
        (_zip, "import.not_a_workbook"), (_cut, "import.not_a_workbook"),
        (_locked, "import.password"), (_no_rows, "import.no_rows"),
        (_no_header, "import.no_header"),
    ],
)  # fmt: skip
def test_what_is_no_list_says_why(
    store: LocalStore, tmp_path: Path, make: Callable[[Path], None], code: str
) -> None:
    path = tmp_path / "x.xlsx"
    make(path)
    with pytest.raises(AppError) as caught:
        plan(store, path)
    assert caught.value.code == code
    assert store.reads().find(Institution) == []


def test_missing_and_folder(store: LocalStore, tmp_path: Path) -> None:
    with pytest.raises(AppError, match=r"import\.no_file"):
        plan(store, tmp_path / "none.xlsx")
    with pytest.raises(AppError, match=r"import\.folder"):
        plan(store, tmp_path)


def test_a_million_rows_are_refused_at_once(store: LocalStore, tmp_path: Path) -> None:
    path = tmp_path / "big.csv"
    with path.open("w", encoding="utf-8") as out:
        out.write("机构名称,机构编码\n")
        out.writelines(f"诊所{n},H{n:011d}\n" for n in range(1_000_000))
    with pytest.raises(AppError, match=r"import\.too_many_rows"):
        plan(store, path)


def test_a_mapping_file_by_heading_letter_or_number(store: LocalStore, tmp_path: Path) -> None:
    path = xlsx(
        tmp_path / "k.xlsx", [["机构名称", "机构编码", "丙"], ["甲", "H35042100001", "城关"]]
    )
    seen = importing.look(open_book(path), store.reads())
    for raw in (
        {"fixmedins_name": "机构名称", "district": "丙"}, {"fixmedins_name": "A", "district": "C"},
        {"fixmedins_name": 1, "district": 3}, {"机构名称": "fixmedins_name", "丙": "district"},
    ):  # fmt: skip
        assert importing.mapping_of(seen, raw) == {0: "fixmedins_name", 2: "district"}
    with pytest.raises(AppError, match=r"import\.unknown_column"):
        importing.mapping_of(seen, {"fixmedins_name": "没有"})
    with pytest.raises(AppError, match=r"import\.no_name_column"):
        importing.with_mapping(seen, {2: "district"})


HOSPITALS = [["丰县人民医院", "公立", "丰县解放路一号"], ["丰县中医院", "公立", "丰县中山路二号"]]


def test_the_first_institution_is_no_part_of_the_header(store: LocalStore, tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", [["机构名称", "办别", "地址"], *HOSPITALS])
    assert [i.fixmedins_name for i in take(store, path)] == ["丰县人民医院", "丰县中医院"]


def test_a_title_over_the_table_is_no_part_of_the_header(store: LocalStore, tmp_path: Path) -> None:
    path = xlsx(
        tmp_path / "a.xlsx",
        [
            ["2026年丰县民营医院名单", None, None, None], ["序号", "医疗机构名称", "等级", "地址"],
            [1, "甲医院", "一级", "丰县甲路1号"], [2, "乙医院", "二级", "丰县乙路2号"],
        ],
        merged="A1:D1",
    )  # fmt: skip
    made = plan(store, path)
    assert [h.text for h in made.look.header.headings] == ["序号", "医疗机构名称", "等级", "地址"]
    assert {made.table.institution(at).get("ownership", "") for at in made.added} <= {"", None}


def test_two_columns_with_one_heading_mean_the_same_the_second_time(
    store: LocalStore, tmp_path: Path
) -> None:
    path = xlsx(
        tmp_path / "a.xlsx",
        [
            ["机构名称", "机构编码", "法人", "电话", "联系人", "电话", None],
            ["甲医院", "H35042100001", "赵", "13800000001", "钱", "13900000001", "x"],
        ],
    )
    first = take(store, path)[0].contact_phone
    again = plan(store, path)
    assert again.look.remembered
    assert (len(again.updated), again.unchanged) == (0, 1)
    assert first in {"13800000001", "13900000001"}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("单位全称", "定点编码"), ("药店全称", "定点代码"), ("医院全称", "医保定点编码"),
        ("定点单位", "定点代码"), ("机构名称", "国家医保编码"),
    ],
)  # fmt: skip
def test_everyday_headings(store: LocalStore, tmp_path: Path, name: str, code: str) -> None:
    path = xlsx(tmp_path / "a.xlsx", [[name, code, "地址"], ["甲医院", "H35042100001", "甲路1号"]])
    (found,) = take(store, path)
    assert (found.fixmedins_name, found.fixmedins_code) == ("甲医院", "H35042100001")


@pytest.mark.parametrize(
    ("header", "row", "name"),
    [
        (["主管单位名称", "村卫生室名称"], ["河东卫生院", "一村卫生室"], "一村卫生室"),
        (["原机构名称", "现机构名称"], ["旧医院", "新医院"], "新医院"),
        (["机构名称", "是否开通国家医保移动支付"], ["甲医院", "是"], "甲医院"),
    ],
)
def test_look_alike_columns(
    store: LocalStore, tmp_path: Path, header: list[str], row: list[str], name: str
) -> None:
    (found,) = take(store, xlsx(tmp_path / "a.xlsx", [header, row]))
    assert (found.fixmedins_name, found.fixmedins_code) == (name, "")


def test_of_two_code_columns_the_national_one(store: LocalStore, tmp_path: Path) -> None:
    rows = [["机构编码", "机构名称", "国家医保编码"], ["0001", "甲医院", "H35042100001"]]
    (found,) = take(store, xlsx(tmp_path / "a.xlsx", rows))
    assert found.fixmedins_code == "H35042100001"


def test_a_hidden_sheet_waits_for_being_asked(store: LocalStore, tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "2026名单"
    old = book.create_sheet("2023旧名单")
    for sheet, count in ((book.active, 2), (old, 9)):
        sheet.append(["机构名称", "机构编码"])
        for n in range(count):
            sheet.append([f"{sheet.title}第{n}医院", f"H3504210{n:04d}"])
    old.sheet_state = "hidden"
    path = tmp_path / "a.xlsx"
    book.save(path)
    assert plan(store, path).look.sheet == "2026名单"
    assert len(plan(store, path, "2023旧名单").added) == 9


def test_group_titles_numberings_and_footers_are_no_institutions(
    store: LocalStore, tmp_path: Path
) -> None:
    path = xlsx(
        tmp_path / "a.xlsx",
        [
            ["机构名称", "机构编码", "等级", "电话"], ["甲", "乙", "丙", "丁"],
            ["公立医院", None, None, None], ["甲医院", "H35042100001", "一级", None],
            ["二、村卫生室", "5家", None, None], ["一村卫生室", "H35042100002", None, None],
            ["一、小计", "3家", None, None], ["定点零售药店", None, None, None],
            ["丰县医疗保障服务中心", None, None, None],
        ],
    )  # fmt: skip
    assert [i.fixmedins_name for i in take(store, path)] == ["甲医院", "一村卫生室"]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("正常", "active"), ("已到期", "expired"), ("未到期", None), ("未解除", None),
        ("正常（曾暂停）", None), ("非正常", None), ("未签", "ended"), ("暂停", "suspended"),
    ],
)  # fmt: skip
def test_a_negated_status_is_asked_not_guessed(
    store: LocalStore, tmp_path: Path, text: str, status: str | None
) -> None:
    path = xlsx(
        tmp_path / "a.xlsx", [["机构名称", "机构编码", "协议状态"], ["甲", "H35042100001", text]]
    )
    made = plan(store, path)
    assert ("import.unknown_status" in codes(made.doubtful)) == (status is None)
    take(store, path)
    found = [a.status for a in store.reads().find(Agreement)]
    assert found == ([status] if status else [])


def test_the_mark_that_parts_columns_steadily_is_the_delimiter(
    store: LocalStore, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    path.write_text("机构名称,诊疗科目\n甲医院,内科;外科;儿科;妇科\n乙医院,内科;外科\n", "utf-8")
    assert [i.fixmedins_name for i in take(store, path)] == ["甲医院", "乙医院"]


def test_what_keeps_a_number_a_text_is_taken_off(store: LocalStore, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        '机构名称,机构编码,联系电话\n\'甲医院,"=""H35042100001""","=""13800000001"""\n', "utf-8"
    )
    (found,) = take(store, path)
    assert (found.fixmedins_name, found.fixmedins_code, found.contact_phone) == (
        "甲医院", "H35042100001", "13800000001",
    )  # fmt: skip
