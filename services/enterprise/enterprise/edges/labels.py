"""What a draft's states and events are called on a Chinese page."""

from collections.abc import Mapping
from typing import Final

from enterprise.read_models import drafts

STATES: Final[Mapping[str, str]] = {
    drafts.PRE_VERIFYING: "预核验中",
    drafts.CORRECTION: "待修改",
    drafts.APPEARANCE: "待到场核验",
    drafts.ON_SITE: "当面核验中",
    drafts.VERIFIED: "核验通过",
    drafts.READY: "待提交",
    drafts.SUBMITTED: "已提交",
    drafts.SEALED: "上报中",
    drafts.UPLOADED: "管局办理中",
    drafts.RETURNED: "已退回",
    drafts.NUMBERED: "已取得备案号",
    drafts.OPEN: "已开通接入",
    drafts.LAPSED: "已失效",
    drafts.WITHDRAWN: "已撤回",
    drafts.CANCELLED: "已注销",
}

EVENTS: Final[Mapping[str, str]] = {
    "FilingDraftSubmitted": "提交报备草稿",
    "IpPreallocated": "预分配IP地址",
    "PreVerificationPassed": "预核验通过",
    "PreVerificationFailed": "预核验未通过",
    "PreVerificationOverdue": "预核验超期",
    "OnSiteVerificationStarted": "网站负责人到场",
    "OnSiteVerificationLapsed": "未按期到场，申请失效",
    "DraftVerifiedAgain": "冲突退回后重新核验通过",
    "DraftWithdrawn": "冲突退回后撤回报备",
    "PhotoCaptured": "拍摄负责人照片",
    "CertificateAuthenticated": "证件原件核验属实",
    "CertificateRejected": "证件原件未通过核验",
    "PreApprovalDocumentAttached": "收到前置审批文件",
    "CertificateCopyRetained": "留存证件复印件",
    "InformationMatched": "信息与原件一致",
    "InformationMismatched": "信息与原件不一致",
    "InformationCorrected": "现场更正信息",
    "DomainOwnershipConfirmed": "域名所有者一致",
    "DomainOwnershipMismatched": "域名所有者不一致",
    "VerificationSheetCompleted": "填写核验单",
    "SecurityAgreementSigned": "签订信息安全管理协议书",
    "OnSiteVerificationPassed": "当面核验通过",
    "OnSiteVerificationFailed": "当面核验未通过",
    "AccessInfoRecorded": "填写接入信息",
    "FilingSubmitted": "提交备案",
    "FilingResultReceived": "收到审核结果",
    "FilingDataReceived": "收到备案数据",
    "AccessEnabled": "开通接入",
    "AccessRefused": "拒绝开通接入",
    "CancellationRequested": "申请注销",
    "CancellationAnswered": "收到注销结果",
    "CancellationReceived": "收到注销通知",
    "AccessTerminated": "停止接入",
    "SponsorNotified": "通知主办者",
    "ResponsibilityNoticeExplained": "宣读并解释责任告知书",
    "ResponsibilityNoticeSigned": "签署责任告知书",
    "CommitmentLetterSigned": "签署承诺书",
    "CommitmentVideoRecorded": "录制承诺书诵读视频",
    "AuthorizationLetterCollected": "收取法人授权书",
    "ElectronicVerificationPassed": "电子化核验通过",
    "ElectronicVerificationFailed": "电子化核验未通过",
    "ElectronicSheetSubmitted": "提交电子化核验单",
    "ServiceContractSigned": "签订接入服务合同",
}

SUBMITTED_BY: Final[Mapping[str, str]] = {
    "sponsor_self": "自行报备",
    "provider_on_behalf": "代为报备",
}
