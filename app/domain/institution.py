"""Designated institutions (定点医药机构) and their yearly service agreements."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from app.domain.entity import Entity


class InstitutionKind(StrEnum):
    """定点医疗机构 or 定点零售药店, finer where the plan treats them differently."""

    HOSPITAL = "hospital"  # 医院
    TOWNSHIP = "township"  # 乡镇卫生院
    COMMUNITY = "community"  # 社区卫生服务机构
    CLINIC = "clinic"  # 诊所、门诊部
    VILLAGE = "village"  # 村卫生室
    PHARMACY = "pharmacy"  # 零售药店
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Institution(Entity):
    """One designated institution. `fixmedins_code` is the national 12-digit code (H…/P…), text."""

    entity: ClassVar[str] = "institution"

    fixmedins_code: str = ""
    fixmedins_name: str = ""
    kind: str = InstitutionKind.OTHER
    uscc: str = ""  # 统一社会信用代码
    license_no: str = ""  # 执业许可证登记号
    hosp_lv: str = ""  # 医院等级, as the list words it
    ownership: str = ""  # 经营性质: 公立/民营…
    beds: int | None = None  # 核定床位
    admdvs: str = ""
    district: str = ""  # 乡镇/街道 in words
    address: str = ""
    legal_rep: str = ""  # 法定代表人/负责人
    contact_name: str = ""
    contact_phone: str = ""
    designated_on: str = ""  # 定点起始日
    short_name: str = ""
    note: str = ""
    pinyin: str = ""  # initials of the name, for search
    merged_into: str = ""  # rid, when joined with a duplicate
    code_note: str = ""  # why a code with a failing check digit was kept


class AgreementStatus(StrEnum):
    """服务协议 status."""

    ACTIVE = "active"  # 履行中
    SUSPENDED = "suspended"  # 中止
    ENDED = "ended"  # 解除
    EXPIRED = "expired"  # 到期


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement(Entity):
    """The service agreement of one year; `deposit_fen` is 保证金 (风险金)."""

    entity: ClassVar[str] = "agreement"

    institution: str = ""
    year: int | None = None
    agreement_no: str = ""
    signed_on: str = ""
    valid_to: str = ""
    deposit_fen: int | None = None
    status: str = AgreementStatus.ACTIVE
    note: str = ""
