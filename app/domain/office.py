"""The office that owns the store, its people and its calendar."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from app.domain.entity import Entity
from app.domain.ids import singleton_rid

OFFICE_RID = singleton_rid("", "office")


class Role(StrEnum):
    """What a person may do; signatures enforce it from the next stage on."""

    INSPECTOR = "inspector"  # 稽查员
    SUPERVISOR = "supervisor"  # 科长
    LEGAL = "legal"  # 法制审核
    HEAD = "head"  # 负责人
    ADMIN = "admin"  # 管理员


@dataclass(frozen=True, slots=True, kw_only=True)
class Office(Entity):
    """Names and numbers that papers print; one record, `OFFICE_RID`.

    `number_styles` holds ``"paper kind=template"`` entries that override `resources/papers`.
    `special_account` is 医保基金财政专户 (refunds), `treasury_account` is 国库 (fines);
    条例 45: the two are never merged.
    """

    entity: ClassVar[str] = "office"

    bureau_name: str = ""  # 医保局
    agency_name: str = ""  # 经办机构
    government_name: str = ""  # 县级人民政府 (复议机关)
    court_name: str = ""  # 人民法院
    short_name: str = ""  # 机关代字, as in 清医保
    agency_short_name: str = ""  # 经办机构代字
    admdvs: str = ""  # 区划 6 digits
    address: str = ""
    phone: str = ""
    contact_name: str = ""
    complaint_phone: str = ""
    special_account: str = ""
    treasury_account: str = ""
    number_styles: tuple[str, ...] = ()
    yearly_cap: int | None = None  # 年度检查频次上限 per institution, None = not set


@dataclass(frozen=True, slots=True, kw_only=True)
class User(Entity):
    """A person of the office. `cert_no` (执法证号) is text; validity dates are ISO, inclusive."""

    entity: ClassVar[str] = "user"

    name: str = ""
    role: str = Role.INSPECTOR
    department: str = ""
    phone: str = ""
    cert_no: str = ""
    cert_from: str = ""
    cert_to: str = ""
    active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class HolidayTable(Entity):
    """One year's days off and make-up working days, added by the office by file."""

    entity: ClassVar[str] = "holiday_table"

    year: int | None = None
    days_off: tuple[str, ...] = ()
    working_days: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportProfile(Entity):
    """A column mapping the user confirmed, found again by the header's signature."""

    entity: ClassVar[str] = "import_profile"

    target: str = ""  # entity the file was imported into
    signature: str = ""
    mapping: tuple[str, ...] = ()  # "field=column number" entries, from 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Preference(Entity):
    """A small setting of one user or of the office, e.g. last open visit, masked columns."""

    entity: ClassVar[str] = "preference"

    owner: str = ""  # user rid, or "" for the office
    name: str = ""
    value: str = ""
