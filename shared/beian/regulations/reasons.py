"""Every named reason for which something is refused or a filing is returned; one name each.

A reason says what is wrong, never a status: `wire` and `http` hold the tables from reasons
to codes. The value is stored in events, so a name once used stays.
"""

from enum import StrEnum
from typing import Final


class Reason(StrEnum):
    """Why not. FLOW-02 (recommended codes), the flows' failure branches, interface §9."""

    INCOMPLETE = "INCOMPLETE"
    INACCURATE = "INACCURATE"
    NAME_NOT_ALLOWED = "NAME_NOT_ALLOWED"
    NAME_AUTHORIZATION_MISSING = "NAME_AUTHORIZATION_MISSING"
    PREAPPROVAL_MISSING = "PREAPPROVAL_MISSING"
    PREAPPROVAL_FALSE = "PREAPPROVAL_FALSE"
    DOMAIN_OWNER_MISMATCH = "DOMAIN_OWNER_MISMATCH"
    SHEET_MISSING = "SHEET_MISSING"
    ONSITE_MISSING = "ONSITE_MISSING"
    SLIP_PHOTO_MISSING = "SLIP_PHOTO_MISSING"
    PHOTO_SIZE = "PHOTO_SIZE"
    FACE_MISMATCH = "FACE_MISMATCH"
    BLACKLISTED = "BLACKLISTED"
    DUPLICATE_IN_PROGRESS = "DUPLICATE_IN_PROGRESS"
    CONFLICT = "CONFLICT"
    PERMISSION_SUSPENDED = "PERMISSION_SUSPENDED"
    AUTO_CHECK_FAILED = "AUTO_CHECK_FAILED"

    DOMAIN_NOT_REPORTED = "DOMAIN_NOT_REPORTED"
    ADDRESS_NOT_REPORTED = "ADDRESS_NOT_REPORTED"
    CAPABILITY_MISSING = "CAPABILITY_MISSING"
    """The enterprise system cannot report this kind of filing."""
    APP_NOT_FILED = "APP_NOT_FILED"
    RECOVERY_POSSIBLE = "RECOVERY_POSSIBLE"
    """The password can be had without a reset."""
    FAX_NOT_ACCEPTED = "FAX_NOT_ACCEPTED"
    """The originals of earlier faxes are missing."""
    NOT_SEALED = "NOT_SEALED"

    NOT_FOUND = "NOT_FOUND"
    NOT_UNDER_REVIEW = "NOT_UNDER_REVIEW"
    NOT_APPROVED = "NOT_APPROVED"
    REASON_MISSING = "REASON_MISSING"
    ALREADY_DECIDED = "ALREADY_DECIDED"
    ALREADY_EXISTS = "ALREADY_EXISTS"
    WRONG_STATE = "WRONG_STATE"
    INVALID_FIELD = "INVALID_FIELD"
    NUMBER_MISSING = "NUMBER_MISSING"
    """Access was asked for before the filing has its number."""
    UNCHANGED = "UNCHANGED"
    """Submitted again without a change."""
    LAPSED = "LAPSED"
    DOCUMENT_MISSING = "DOCUMENT_MISSING"
    DOCUMENT_NOT_ACCEPTED = "DOCUMENT_NOT_ACCEPTED"
    CERTIFICATE_REJECTED = "CERTIFICATE_REJECTED"
    INFORMATION_MISMATCH = "INFORMATION_MISMATCH"
    CONTACT_UNREACHABLE = "CONTACT_UNREACHABLE"
    VERIFICATION_MISSING = "VERIFICATION_MISSING"
    OUT_OF_SCOPE = "OUT_OF_SCOPE"
    """What is not filed here: abroad, or a commercial service."""
    NOT_IN_PILOT = "NOT_IN_PILOT"
    """Electronic verification by a provider that is not on the pilot list."""
    CLAUSE_MISSING = "CLAUSE_MISSING"
    STILL_RETAINED = "STILL_RETAINED"
    """What must be kept was to be deleted."""
    LEGAL_HOLD = "LEGAL_HOLD"
    ADDRESS_POOL_EXHAUSTED = "ADDRESS_POOL_EXHAUSTED"
    WRONG_BUREAU = "WRONG_BUREAU"
    """Not the bureau that may decide this."""
    UNKNOWN_POLICY = "UNKNOWN_POLICY"
    UNKNOWN_REGION = "UNKNOWN_REGION"
    UNKNOWN_PROVIDER = "UNKNOWN_PROVIDER"
    CLOCK_BACKWARDS = "CLOCK_BACKWARDS"
    CLOCK_NOT_KNOWN = "CLOCK_NOT_KNOWN"
    NOT_SETTLED = "NOT_SETTLED"
    NOT_ALLOWED = "NOT_ALLOWED"
    NOT_AUTHENTICATED = "NOT_AUTHENTICATED"
    TOO_LARGE = "TOO_LARGE"
    TOO_MANY = "TOO_MANY"
    NOT_WRITER = "NOT_WRITER"
    REGISTER_AWAY = "REGISTER_AWAY"
    """The public query of filings does not answer."""
    SUPERVISOR_MISSING = "SUPERVISOR_MISSING"
    """Only the supervisor of `beian up` can do it, and there is none."""
    NOT_READABLE = "NOT_READABLE"
    """What was sent is not of the form asked for."""

    USER_NAME_WRONG = "USER_NAME_WRONG"
    PASSWORD_WRONG = "PASSWORD_WRONG"  # noqa: S105 - a reason, not a password
    DECRYPTION_FAILED = "DECRYPTION_FAILED"
    HASH_MISMATCH = "HASH_MISMATCH"
    DECOMPRESSION_FAILED = "DECOMPRESSION_FAILED"
    ENCRYPTION_UNKNOWN = "ENCRYPTION_UNKNOWN"
    HASH_ALGORITHM_UNKNOWN = "HASH_ALGORITHM_UNKNOWN"
    COMPRESSION_UNKNOWN = "COMPRESSION_UNKNOWN"
    CREDENTIALS_WRONG = "CREDENTIALS_WRONG"
    OTHER_PROVINCE = "OTHER_PROVINCE"
    SEQUENCE = "SEQUENCE"
    """An earlier file is missing, or this sequence number was used before."""
    QUEUE_FULL = "QUEUE_FULL"
    RAND_VAL_TOO_SHORT = "RAND_VAL_TOO_SHORT"
    FILE_COUNT = "FILE_COUNT"
    OUTSIDE_HOURS = "OUTSIDE_HOURS"
    FILE_NAME_MISSING = "FILE_NAME_MISSING"
    PASSWORD_CHECKS_EXCEEDED = "PASSWORD_CHECKS_EXCEEDED"  # noqa: S105 - a reason, not a password
    MAINTENANCE = "MAINTENANCE"

    @property
    def text(self) -> str:
        """The reason in Chinese, for the sponsor or provider who must correct something."""
        return TEXTS[self]


TEXTS: Final[dict[Reason, str]] = {
    Reason.INCOMPLETE: "备案信息不完整",
    Reason.INACCURATE: "备案信息不准确",
    Reason.NAME_NOT_ALLOWED: "网站名称不符合规定",
    Reason.NAME_AUTHORIZATION_MISSING: "缺少使用该网站名称的批准文件",
    Reason.PREAPPROVAL_MISSING: "缺少前置审批文件",
    Reason.PREAPPROVAL_FALSE: "前置审批文件不真实",
    Reason.DOMAIN_OWNER_MISMATCH: "域名所有者与网站主办者不一致",
    Reason.SHEET_MISSING: "缺少网站备案信息真实性核验单",
    Reason.ONSITE_MISSING: "未经当面核验",
    Reason.SLIP_PHOTO_MISSING: "照片中没有核验点编号单",
    Reason.PHOTO_SIZE: "网站负责人照片的尺寸不符合要求",
    Reason.FACE_MISMATCH: "照片与证件不是同一人",
    Reason.BLACKLISTED: "在黑名单中",
    Reason.DUPLICATE_IN_PROGRESS: "相同的备案申请正在办理",
    Reason.CONFLICT: "与已有或正在办理的备案冲突",
    Reason.PERMISSION_SUSPENDED: "报备权限未开放",
    Reason.AUTO_CHECK_FAILED: "自动核查未通过",
    Reason.DOMAIN_NOT_REPORTED: "APP使用的域名未报备",
    Reason.ADDRESS_NOT_REPORTED: "APP使用的IP地址未报备",
    Reason.CAPABILITY_MISSING: "企业系统不具备APP信息报备功能",
    Reason.APP_NOT_FILED: "APP未履行备案手续",
    Reason.RECOVERY_POSSIBLE: "可以自行找回备案密码",
    Reason.FAX_NOT_ACCEPTED: "此前传真的原件未在期限内收到，不再接受传真",
    Reason.NOT_SEALED: "报告未加盖公章",
    Reason.NOT_FOUND: "不存在",
    Reason.NOT_UNDER_REVIEW: "该申请不在审核中",
    Reason.NOT_APPROVED: "该申请未经审核通过",
    Reason.REASON_MISSING: "退回时必须说明原因",
    Reason.ALREADY_DECIDED: "该申请已有审核结果",
    Reason.ALREADY_EXISTS: "已经存在",
    Reason.WRONG_STATE: "当前状态下不能进行此操作",
    Reason.INVALID_FIELD: "填写的内容不符合要求",
    Reason.NUMBER_MISSING: "尚未取得备案号，不得提供接入",
    Reason.UNCHANGED: "内容没有修改，不能重复提交",
    Reason.LAPSED: "已超过期限，申请失效",
    Reason.DOCUMENT_MISSING: "缺少证件或材料",
    Reason.DOCUMENT_NOT_ACCEPTED: "不接受此种证件或材料",
    Reason.CERTIFICATE_REJECTED: "证件未通过核验",
    Reason.INFORMATION_MISMATCH: "填报信息与原件不一致",
    Reason.CONTACT_UNREACHABLE: "联系方式无法联系到本人",
    Reason.VERIFICATION_MISSING: "尚未通过真实性核验",
    Reason.OUT_OF_SCOPE: "不属于非经营性互联网信息服务备案的范围",
    Reason.NOT_IN_PILOT: "不是电子化核验试点企业，应当当面核验",
    Reason.CLAUSE_MISSING: "合同缺少规定的条款",
    Reason.STILL_RETAINED: "保存期限未满，不得删除",
    Reason.LEGAL_HOLD: "已被依法要求保留，不得删除",
    Reason.ADDRESS_POOL_EXHAUSTED: "没有可分配的IP地址",
    Reason.WRONG_BUREAU: "不属于本通信管理局管辖",
    Reason.UNKNOWN_POLICY: "没有此审核策略",
    Reason.UNKNOWN_REGION: "行政区划代码不存在",
    Reason.UNKNOWN_PROVIDER: "没有此接入服务提供者",
    Reason.CLOCK_BACKWARDS: "时间不能倒退",
    Reason.CLOCK_NOT_KNOWN: "尚未得到网络时间",
    Reason.NOT_SETTLED: "网络尚有未处理完的事项",
    Reason.NOT_ALLOWED: "没有此权限",
    Reason.NOT_AUTHENTICATED: "身份未经认证",
    Reason.TOO_LARGE: "内容超过允许的大小",
    Reason.TOO_MANY: "数量超过允许的上限",
    Reason.NOT_WRITER: "系统正在切换，请稍后再试",
    Reason.REGISTER_AWAY: "公共查询系统无法访问，请稍后再试",
    Reason.SUPERVISOR_MISSING: "此环境不支持该操作",
    Reason.NOT_READABLE: "无法读取提交的内容",
    Reason.USER_NAME_WRONG: "用户名错误",
    Reason.PASSWORD_WRONG: "密码错误",
    Reason.DECRYPTION_FAILED: "解密失败",
    Reason.HASH_MISMATCH: "哈希值验证未通过",
    Reason.DECOMPRESSION_FAILED: "解压缩失败",
    Reason.ENCRYPTION_UNKNOWN: "加密算法类型错误",
    Reason.HASH_ALGORITHM_UNKNOWN: "哈希算法类型错误",
    Reason.COMPRESSION_UNKNOWN: "压缩格式错误",
    Reason.CREDENTIALS_WRONG: "认证信息错误",
    Reason.OTHER_PROVINCE: "不是本省的接入服务提供者",
    Reason.SEQUENCE: "上报序号不连续或已使用",
    Reason.QUEUE_FULL: "等待处理的文件过多",
    Reason.RAND_VAL_TOO_SHORT: "随机数少于20个字符",
    Reason.FILE_COUNT: "每次必须上报一个文件",
    Reason.OUTSIDE_HOURS: "不在规定的报备时间段内",
    Reason.FILE_NAME_MISSING: "回调响应文件名称为空",
    Reason.PASSWORD_CHECKS_EXCEEDED: "备案密码校验次数过多",
    Reason.MAINTENANCE: "系统正在维护",
}
