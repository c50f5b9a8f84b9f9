"""The field's terms for stored values, as screens show them."""

from __future__ import annotations

from app.domain.document import PaperKind
from app.domain.institution import AgreementStatus, InstitutionKind
from app.domain.office import Role
from app.domain.review import Decision, FindingState
from app.domain.visit import RoundKind, VisitState

ROLES: dict[str, str] = {
    Role.INSPECTOR: "稽查员", Role.SUPERVISOR: "科长", Role.LEGAL: "法制审核", Role.HEAD: "负责人",
    Role.ADMIN: "管理员",
}  # fmt: skip
INSTITUTION_KINDS: dict[str, str] = {
    InstitutionKind.HOSPITAL: "医院", InstitutionKind.TOWNSHIP: "乡镇卫生院",
    InstitutionKind.COMMUNITY: "社区卫生", InstitutionKind.CLINIC: "诊所门诊",
    InstitutionKind.VILLAGE: "村卫生室", InstitutionKind.PHARMACY: "零售药店", InstitutionKind.OTHER: "其他",
}  # fmt: skip
AGREEMENT_STATES: dict[str, str] = {
    AgreementStatus.ACTIVE: "履行中", AgreementStatus.SUSPENDED: "中止", AgreementStatus.ENDED: "解除",
    AgreementStatus.EXPIRED: "到期",
}  # fmt: skip
ROUND_KINDS: dict[str, str] = {
    RoundKind.ROUTINE: "日常检查", RoundKind.SPECIAL: "专项检查", RoundKind.SURPRISE: "突击检查",
    RoundKind.COMPLAINT: "举报核查", RoundKind.RECHECK: "复查", RoundKind.COACHING: "辅导",
}  # fmt: skip
VISIT_STATES: dict[str, tuple[str, str]] = {
    VisitState.PLANNED: ("待检查", "plain"), VisitState.ONGOING: ("检查中", "accent"),
    VisitState.SUBMITTED: ("已提交", "done"),
}  # fmt: skip
FINDING_STATES: dict[str, tuple[str, str]] = {
    FindingState.DRAFT: ("草稿", "plain"), FindingState.WAITING: ("待复核", "wait"),
    FindingState.RETURNED: ("已退回", "late"), FindingState.PROPOSED: ("待确认修改", "wait"),
    FindingState.APPROVED: ("已同意", "done"), FindingState.STALE: ("复核后有改动", "late"),
    FindingState.CONFLICT: ("有冲突", "late"),
}  # fmt: skip
DECISIONS: dict[str, str] = {
    Decision.APPROVE: "同意", Decision.RETURN: "退回", Decision.PROPOSE: "提出修改",
    Decision.REOPEN: "重新打开",
}  # fmt: skip
PAPERS: dict[str, str] = {
    PaperKind.INSPECTION_FORM: "现场检查表", PaperKind.RECTIFICATION_ORDER: "责令限期整改通知书",
    PaperKind.AGREEMENT_NOTICE: "协议处理通知书", PaperKind.PENALTY_NOTICE: "行政处罚事先告知书",
    PaperKind.PENALTY_DECISION: "行政处罚决定书",
}  # fmt: skip
CHECK_NAMES = {1: "查病人", 2: "查病情", 3: "查处方", 4: "查病历", 5: "查清单"}
FIELDS: dict[str, str] = {
    "violation": "问题类型", "fact_text": "事实描述", "amount_fen": "违规金额", "fund_fen": "其中基金",
    "pooling_fen": "统筹", "serious_fen": "大病", "aid_fen": "救助", "account_fen": "个人账户",
    "loss_fen": "认定损失", "loss_method": "认定方法", "insutype": "险种", "casefile": "病例",
    "check_no": "检查项", "_del": "删除", "fact_edited": "手工修改", "position": "序号",
    "occurred_from": "发生起", "occurred_to": "发生止", "visit": "检查",
    "acknowledged": "机构认可", "acknowledged_note": "机构意见",
}  # fmt: skip


def state_words(table: dict[str, tuple[str, str]], value: object) -> str:
    """The word for a state in a table cell."""
    return table.get(str(value), (str(value), ""))[0]


PART_FIELDS: dict[str, str] = {
    "": "新建", "decision": "复核决定", "words": "复核意见", "answer": "答复", "answer_words": "答复说明",
    "hilist_code": "项目编码", "hilist_name": "项目", "quantity": "数量", "unit_price": "单价",
    "occurred_on": "日期", "file_name": "证据文件", "caption": "证据说明", "taken_at": "拍摄时间",
}  # fmt: skip
"""Fields of what hangs on a finding: items, evidence, decisions."""
LOSS_METHODS: dict[str, str] = {
    "": "—", "actual": "按实际损失", "documents": "按病历与清单核定", "accounting": "按账册核定",
    "other": "其他方法",
}  # fmt: skip
INSUTYPES: dict[str, str] = {"": "—", "310": "职工医保", "390": "居民医保"}
