"""The reference client of the enterprise interface V3.0: what any enterprise system does.

Used by the reference enterprise system and by `beian client`; it speaks only the public wire.
It numbers nothing and remembers nothing: the caller keeps `dataSequence` and the files.
"""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final, Self, TypedDict
from urllib.parse import urlsplit, urlunsplit

import httpx
from opentelemetry.trace import SpanKind

from beian.errors import Fault
from beian.telemetry import span, trace_headers
from beian.wire.answers import Answer, FileInfo, read_answer
from beian.wire.calls import (
    METHOD_OF,
    AckCall,
    Call,
    DownloadCall,
    PreviousUploadCall,
    Service,
    StatusCall,
    UploadCall,
    VerifyCall,
)
from beian.wire.envelope import (
    SoapFault,
    parse_response,
    request_envelope,
    soap_action,
)
from beian.wire.hardened import Malformed, parse
from beian.wire.refusal import WireRefusal
from beian.wire.sealing import AES, MD5, PLAIN, Opened, open_download, pwd_hash, seal

UPLOAD_ENTRY: Final = "beianinfo.xml"
"""The name of the one file in an upload's archive. Interface §12."""
TIMEOUT_SECONDS: Final = 60.0
"""Seconds to wait for an answer; a file of 50 MB takes a few."""

_WSDL_SOAP: Final = "http://schemas.xmlsoap.org/wsdl/soap/"


class BureauUnreachable(Fault):
    """No answer came: try again later, with the same number."""


class BureauFault(Fault):
    """The bureau answered, but not with a return document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientAccount:
    """What the bureau issued to the enterprise (interface §4, §5)."""

    isp_id: int
    user_name: str
    password: str
    aes_key: str | None = None
    aes_offset: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoints:
    """Where the three services take their calls."""

    upload: str
    status: str
    password: str

    @classmethod
    def beside(cls, *, upload_wsdl: str, status_wsdl: str, password_wsdl: str) -> Self:
        """Return the addresses the WSDLs lie at, without `?wsdl`."""
        return cls(
            upload=_without_query(upload_wsdl),
            status=_without_query(status_wsdl),
            password=_without_query(password_wsdl),
        )

    @classmethod
    async def read(
        cls, http: httpx.AsyncClient, *, upload_wsdl: str, status_wsdl: str, password_wsdl: str
    ) -> Self:
        """Fetch the WSDLs and return what their `soap:address` says.

        Raises BureauUnreachable, or BureauFault when one of them is no WSDL.
        """
        return cls(
            upload=await _address_in(http, upload_wsdl),
            status=await _address_in(http, status_wsdl),
            password=await _address_in(http, password_wsdl),
        )

    def of(self, service: Service) -> str:
        match service:
            case Service.UP_DOWN_LOAD:
                return self.upload
            case Service.QUERY_BEIAN_STATUS:
                return self.status
            case Service.VERIFY_BAMM:
                return self.password


class _Identity(TypedDict):
    isp_id: int
    user_name: str
    rand_val: str
    pwd_hash: str
    hash_algorithm: int


class SoapClient:
    """Calls one bureau as one enterprise. Every call raises BureauUnreachable or BureauFault.

    `rand_val` gives 20 letters and digits, new for each call.
    """

    def __init__(
        self,
        endpoints: Endpoints,
        account: ClientAccount,
        http: httpx.AsyncClient,
        rand_val: Callable[[], str],
    ) -> None:
        self.endpoints = endpoints
        self.account = account
        self._http = http
        self._rand_val = rand_val

    async def upload(
        self,
        xml: bytes,
        data_sequence: int,
        *,
        entry_name: str = UPLOAD_ENTRY,
        encrypt: bool = False,
    ) -> Answer:
        """Send one file (isp_upload), XML in GBK bytes. Whether its data is right comes later."""
        account = self.account
        sealed = seal(xml, entry_name, key=account.aes_key, iv=account.aes_offset, encrypt=encrypt)
        file = FileInfo(
            encrypt_algorithm=AES if encrypt else PLAIN,
            file_name=entry_name,
            beian_info=sealed.beian_info,
            beian_info_hash=sealed.beian_info_hash,
        )
        return await self.upload_sealed(file, data_sequence)

    async def upload_sealed(self, file: FileInfo, data_sequence: int) -> Answer:
        """Send a file that is sealed already: the same bytes again after a lost answer."""
        return await self._call(
            UploadCall(
                **self._identity(),
                beian_info=file.beian_info,
                beian_info_hash=file.beian_info_hash,
                data_sequence=data_sequence,
                encrypt_algorithm=file.encrypt_algorithm,
                compression_format=file.compression_format,
            )
        )

    async def download(self) -> Answer:
        """Fetch the oldest file not yet acknowledged (isp_download); `file` is None without one."""
        return await self._call(DownloadCall(**self._identity()))

    async def ack(self, file_name: str) -> Answer:
        """Acknowledge a file whose hash and archive were right (isp_downloadack)."""
        return await self._call(AckCall(**self._identity(), file_name=file_name))

    async def previous(self) -> Answer:
        """Ask for the last accepted upload and its number (isp_querypreviousupload)."""
        return await self._call(PreviousUploadCall(**self._identity()))

    async def status(self, condition_type: int, condition: str) -> Answer:
        """Ask whether a domain or a certificate is filed (isp_querybeianstatus)."""
        return await self._call(
            StatusCall(
                **self._identity(),
                query_condition_type=condition_type,
                query_condition=condition,
            )
        )

    async def verify(self, filing_number: str, filing_password: str) -> Answer:
        """Check a filing password, plain or as MD5 hex (isp_verifybamm)."""
        return await self._call(
            VerifyCall(
                **self._identity(),
                baxh=filing_number,
                bamm=filing_password,
            )
        )

    def open(self, file: FileInfo) -> Opened | WireRefusal:
        """Decrypt, check and unpack a file that was downloaded."""
        return open_download(
            file.beian_info,
            file.beian_info_hash,
            file.file_name,
            encrypt_algorithm=file.encrypt_algorithm,
            key=self.account.aes_key,
            iv=self.account.aes_offset,
        )

    def _identity(self) -> _Identity:
        """Return what every call carries, with a new randVal and the pwdHash that goes with it."""
        rand_val = self._rand_val()
        return {
            "isp_id": self.account.isp_id,
            "user_name": self.account.user_name,
            "rand_val": rand_val,
            "pwd_hash": pwd_hash(self.account.password, rand_val),
            "hash_algorithm": MD5,
        }

    async def _call(self, call: Call) -> Answer:
        method = METHOD_OF[type(call)]
        url = self.endpoints.of(method.service)
        headers = {
            "Content-Type": "text/xml; charset=utf-8",
            "SOAPAction": f'"{soap_action(method)}"',
        }
        with span(method.name, kind=SpanKind.CLIENT, attributes={"server.address": url}):
            body = await _post(self._http, url, request_envelope(call), headers)
        document = parse_response(body)
        if isinstance(document, SoapFault):
            raise BureauFault(f"{method.name} at {url}: {document.reason}")
        answer = read_answer(document)
        if isinstance(answer, WireRefusal):
            raise BureauFault(f"{method.name} at {url}: {answer.detail}")
        return answer


async def _post(
    http: httpx.AsyncClient, url: str, envelope: bytes, headers: dict[str, str]
) -> bytes:
    try:
        response = await http.post(
            url, content=envelope, headers=headers | trace_headers(), timeout=TIMEOUT_SECONDS
        )
    except httpx.HTTPError as error:
        raise BureauUnreachable(f"{url}: {type(error).__name__} {error}".rstrip()) from error
    # A SOAP fault comes with 500 and an envelope; anything else that is no success has none.
    has_envelope = "xml" in response.headers.get("content-type", "")
    if response.status_code == HTTPStatus.OK or has_envelope:
        return response.content
    if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise BureauUnreachable(f"{url}: HTTP {response.status_code}")
    raise BureauFault(f"{url}: HTTP {response.status_code}")


async def _address_in(http: httpx.AsyncClient, wsdl_url: str) -> str:
    try:
        response = await http.get(wsdl_url, timeout=TIMEOUT_SECONDS)
    except httpx.HTTPError as error:
        raise BureauUnreachable(f"{wsdl_url}: {type(error).__name__} {error}".rstrip()) from error
    if response.status_code != HTTPStatus.OK:
        raise BureauUnreachable(f"{wsdl_url}: HTTP {response.status_code}")
    root = parse((response.content,))
    if isinstance(root, Malformed):
        raise BureauFault(f"{wsdl_url}: {root.reason}")
    locations = [found.get("location") for found in root.iter(f"{{{_WSDL_SOAP}}}address")]
    if not locations or not locations[0]:
        raise BureauFault(f"{wsdl_url}: the WSDL has no soap:address")
    return locations[0]


def _without_query(url: str) -> str:
    return urlunsplit(urlsplit(url)._replace(query="", fragment=""))
