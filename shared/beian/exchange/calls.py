"""Who may call the enterprise interface, and which msg_code tells why not (README §4, §9).

PURE: the account, the directory and the conditions in force are handed in. The order of the
checks is part of the wire contract: 901/902, 16, 10, 4, 12, 5, 13, 19, 20, then the call's own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from hmac import compare_digest
from ipaddress import ip_address, ip_network
from typing import Final

from beian.errors import Refusal
from beian.regulations.numbers import (
    PASSWORD_CHECKS_MAX,
    RAND_VAL_CHARACTERS_MIN,
    WAITING_FILES_MAX,
)
from beian.regulations.reasons import Reason
from beian.wire.calls import AckCall, Call, DownloadCall, UploadCall
from beian.wire.sealing import pwd_hash

HASH_MD5: Final = 0
COMPRESSION_ZIP: Final = 0
ENCRYPTION_ALGORITHMS: Final = frozenset({0, 1})

MSG_CODES: Final[Mapping[Reason, int]] = {
    Reason.USER_NAME_WRONG: 4,
    Reason.PASSWORD_WRONG: 5,
    Reason.DECRYPTION_FAILED: 6,
    Reason.HASH_MISMATCH: 7,
    Reason.DECOMPRESSION_FAILED: 8,
    Reason.ENCRYPTION_UNKNOWN: 9,
    Reason.HASH_ALGORITHM_UNKNOWN: 10,
    Reason.COMPRESSION_UNKNOWN: 11,
    Reason.CREDENTIALS_WRONG: 12,
    Reason.OTHER_PROVINCE: 13,
    Reason.SEQUENCE: 14,
    Reason.QUEUE_FULL: 15,
    Reason.RAND_VAL_TOO_SHORT: 16,
    Reason.FILE_COUNT: 17,
    Reason.TOO_LARGE: 18,
    Reason.PERMISSION_SUSPENDED: 19,
    Reason.OUTSIDE_HOURS: 20,
    Reason.FILE_NAME_MISSING: 21,
    Reason.PASSWORD_CHECKS_EXCEEDED: 22,
}
"""Why a call was refused -> msg_code; what is not here is 999. 901 and 902 differ by method."""


MAINTENANCE_CODES: Final[Mapping[type[Call], int]] = {
    UploadCall: 901,
    DownloadCall: 902,
    AckCall: 902,
}


@dataclass(frozen=True, slots=True)
class Account:
    """A provider as its bureau knows it, secrets included."""

    isp_id: int
    name: str
    region: str
    user_name: str
    password: str
    aes_key: str
    aes_offset: str
    interface_addresses: tuple[str, ...]
    lenient: frozenset[str]
    rights: frozenset[str]
    download_encrypt_algorithm: int


@dataclass(frozen=True, slots=True)
class Conditions:
    """What holds at this bureau now."""

    maintenance: str = "none"
    upload_hours: str | None = None
    waiting_files_max: int = WAITING_FILES_MAX
    password_checks_max: int = PASSWORD_CHECKS_MAX
    admitted: bool = True
    """Whether the calling provider's admission is finished and was not taken back."""
    suspended: bool = False
    """Whether the calling provider's reporting interface is suspended."""
    outdated: bool = False
    """Whether the calling provider's version of the interface is below the required one."""
    switches: frozenset[str] = frozenset()
    """Which switches of the calling provider's interface are on (switches.py)."""


@dataclass(frozen=True, slots=True)
class Directory:
    """Whom this system knows: its own accounts, and of the others user name and region."""

    own: Mapping[str, Account]
    """By user name."""
    foreign: Mapping[str, tuple[int, str]]
    """User name -> (isp id, region) of providers of other provinces."""


def check_caller(
    call: Call,
    address: str,
    directory: Directory,
    conditions: Conditions,
    now: datetime,
) -> Account | Refusal:
    """Return the caller's account, or the first reason in the contract's order.

    `address` is the IP address the call came from. A provider of another province gets 13
    without a look at its password: no bureau holds another's.
    """
    wrong = _check_form(call, conditions)
    if wrong is not None:
        return wrong
    account = _authenticate(call, address, directory)
    if isinstance(account, Refusal) or not isinstance(call, UploadCall):
        return account
    return _check_permission(conditions, now) or account


def _check_form(call: Call, conditions: Conditions) -> Refusal | None:
    if _under_maintenance(call, conditions):
        return Refusal(Reason.MAINTENANCE, "接口维护中")
    if len(call.rand_val) < RAND_VAL_CHARACTERS_MIN:
        return Refusal(Reason.RAND_VAL_TOO_SHORT, f"randVal有{len(call.rand_val)}个字符")
    if call.hash_algorithm != HASH_MD5:
        return Refusal(Reason.HASH_ALGORITHM_UNKNOWN, f"hashAlgorithm={call.hash_algorithm}")
    return None


def _authenticate(call: Call, address: str, directory: Directory) -> Account | Refusal:
    account = directory.own.get(call.user_name)
    if account is None:
        return _foreign(call, directory)
    if account.isp_id != call.isp_id:
        return Refusal(Reason.CREDENTIALS_WRONG, "ispId与userName不属于同一单位")
    if not _is_interface_server(address, account):
        return Refusal(Reason.CREDENTIALS_WRONG, f"{address}不是该单位登记的接口服务器")
    expected = pwd_hash(account.password, call.rand_val)
    if not compare_digest(expected.encode(), call.pwd_hash.strip().encode()):
        return Refusal(Reason.PASSWORD_WRONG, "pwdHash不符")
    return account


def _check_permission(conditions: Conditions, now: datetime) -> Refusal | None:
    if not conditions.admitted:
        return Refusal(Reason.PERMISSION_SUSPENDED, "企业侧系统未完成接入或接入资格已被取消")
    if conditions.suspended:
        return Refusal(Reason.PERMISSION_SUSPENDED, "报备接口已暂停")
    if conditions.outdated:
        return Refusal(Reason.PERMISSION_SUSPENDED, "企业侧系统的接口版本低于要求", rule="R14-050")
    if not _within_hours(conditions.upload_hours, now):
        return Refusal(Reason.OUTSIDE_HOURS, conditions.upload_hours or "")
    return None


def _foreign(call: Call, directory: Directory) -> Refusal:
    found = directory.foreign.get(call.user_name)
    if found is None:
        return Refusal(Reason.USER_NAME_WRONG, "没有此用户名")
    if found[0] != call.isp_id:
        return Refusal(Reason.CREDENTIALS_WRONG, "ispId与userName不属于同一单位")
    return Refusal(Reason.OTHER_PROVINCE, f"该单位属于{found[1]}")


def check_algorithms(
    encrypt_algorithm: int | None, compression_format: int | None
) -> Refusal | None:
    """Return why an upload's algorithm numbers are refused (9, 11), or None."""
    if encrypt_algorithm not in ENCRYPTION_ALGORITHMS:
        return Refusal(Reason.ENCRYPTION_UNKNOWN, f"encryptAlgorithm={encrypt_algorithm}")
    if compression_format != COMPRESSION_ZIP:
        return Refusal(Reason.COMPRESSION_UNKNOWN, f"compressionFormat={compression_format}")
    return None


def msg_code(refusal: Refusal, call: Call) -> int:
    """Return the msg_code of a refused call; 999 for what the interface has no code for."""
    if refusal.reason is Reason.MAINTENANCE:
        return MAINTENANCE_CODES[type(call)]
    return MSG_CODES.get(refusal.reason, 999)


def _under_maintenance(call: Call, conditions: Conditions) -> bool:
    match call:
        case UploadCall():
            return conditions.maintenance in {"upload", "all"}
        case DownloadCall() | AckCall():
            return conditions.maintenance in {"download", "all"}
        case _:
            return False


def _is_interface_server(address: str, account: Account) -> bool:
    try:
        caller = ip_address(address)
    except ValueError:
        return False
    return any(
        caller in network
        for network in map(ip_network, account.interface_addresses)
        if network.version == caller.version
    )


def _within_hours(upload_hours: str | None, now: datetime) -> bool:
    if upload_hours is None:
        return True
    opens, closes = (time.fromisoformat(part.strip()) for part in upload_hours.split("-"))
    moment = now.time()
    if opens <= closes:
        return opens <= moment < closes
    return moment >= opens or moment < closes
