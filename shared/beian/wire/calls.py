"""The six methods of the interface: their parameters, in the prototypes' order (§6)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Service(StrEnum):
    """A service path's last part; each has a WSDL of its own (§2)."""

    UP_DOWN_LOAD = "upDownLoad"
    QUERY_BEIAN_STATUS = "queryBeianStatus"
    VERIFY_BAMM = "verifyBamm"


SERVICE_PATHS: Final = {
    Service.UP_DOWN_LOAD: "/ISPWebService/upDownLoad",
    Service.QUERY_BEIAN_STATUS: "/BeianStatusWebService/queryBeianStatus",
    Service.VERIFY_BAMM: "/BeianStatusWebService/verifyBamm",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Authentication:
    """What every call carries. A number that is missing or no Long is None (§4)."""

    isp_id: int | None
    user_name: str
    rand_val: str
    pwd_hash: str
    hash_algorithm: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadCall(Authentication):
    """isp_upload."""

    beian_info: str
    beian_info_hash: str
    data_sequence: int | None
    encrypt_algorithm: int | None
    compression_format: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DownloadCall(Authentication):
    """isp_download."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AckCall(Authentication):
    """isp_downloadack."""

    file_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviousUploadCall(Authentication):
    """isp_querypreviousupload."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusCall(Authentication):
    """isp_querybeianstatus."""

    query_condition_type: int | None
    query_condition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyCall(Authentication):
    """isp_verifybamm. `bamm` is the filing password or its MD5 in hex (§14, 21)."""

    baxh: str
    bamm: str


type Call = UploadCall | DownloadCall | AckCall | PreviousUploadCall | StatusCall | VerifyCall


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: its name on the wire and the call's field."""

    name: str
    field: str
    is_number: bool = False
    keeps_space: bool = False
    """White space around it is part of the value."""


@dataclass(frozen=True, slots=True)
class Method:
    """One method: where it lives and what it takes."""

    name: str
    service: Service
    call: type[Call]
    parameters: tuple[Parameter, ...]


_IDENTITY: Final = (
    Parameter("ispId", "isp_id", is_number=True),
    Parameter("userName", "user_name", keeps_space=True),
    Parameter("randVal", "rand_val", keeps_space=True),
    Parameter("pwdHash", "pwd_hash"),
)
_HASH: Final = Parameter("hashAlgorithm", "hash_algorithm", is_number=True)
_COMMON: Final = (*_IDENTITY, _HASH)

METHODS: Final = {
    method.name: method
    for method in (
        Method(
            "isp_upload",
            Service.UP_DOWN_LOAD,
            UploadCall,
            (
                *_IDENTITY,
                Parameter("beianInfo", "beian_info"),
                Parameter("beianInfoHash", "beian_info_hash"),
                Parameter("dataSequence", "data_sequence", is_number=True),
                Parameter("encryptAlgorithm", "encrypt_algorithm", is_number=True),
                _HASH,
                Parameter("compressionFormat", "compression_format", is_number=True),
            ),
        ),
        Method("isp_download", Service.UP_DOWN_LOAD, DownloadCall, _COMMON),
        Method(
            "isp_downloadack",
            Service.UP_DOWN_LOAD,
            AckCall,
            (*_COMMON, Parameter("fileName", "file_name")),
        ),
        Method("isp_querypreviousupload", Service.UP_DOWN_LOAD, PreviousUploadCall, _COMMON),
        Method(
            "isp_querybeianstatus",
            Service.QUERY_BEIAN_STATUS,
            StatusCall,
            (
                *_COMMON,
                Parameter("queryConditionType", "query_condition_type", is_number=True),
                Parameter("queryCondition", "query_condition"),
            ),
        ),
        Method(
            "isp_verifybamm",
            Service.VERIFY_BAMM,
            VerifyCall,
            (
                *_COMMON,
                Parameter("baxh", "baxh"),
                Parameter("bamm", "bamm", keeps_space=True),
            ),
        ),
    )
}
"""By name."""

METHOD_OF: Final = {method.call: method for method in METHODS.values()}
"""By the class of its call."""
