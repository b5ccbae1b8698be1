"""Enterprise systems of others: the chain of a payload and the six calls, written anew.

What a client library or a generator of envelopes differs in is `invoke`, all else is the
interface's text: nothing of the product's own wire code is used.
"""

import base64
import hashlib
import io
import secrets
import zipfile
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7
from lxml import etree

from beian.wire.downloads import DownloadFile, read_download

_WHO = ("ispId", "userName", "randVal", "pwdHash")
_COMMON = (*_WHO, "hashAlgorithm")
ORDER: Mapping[str, tuple[str, ...]] = {
    "isp_upload": (
        *_WHO,
        "beianInfo",
        "beianInfoHash",
        "dataSequence",
        "encryptAlgorithm",
        "hashAlgorithm",
        "compressionFormat",
    ),
    "isp_download": _COMMON,
    "isp_downloadack": (*_COMMON, "fileName"),
    "isp_querypreviousupload": _COMMON,
    "isp_querybeianstatus": (*_COMMON, "queryConditionType", "queryCondition"),
    "isp_verifybamm": (*_COMMON, "baxh", "bamm"),
}
"""Parameters in the prototypes' order."""


def md5(content: bytes) -> str:
    return base64.b64encode(hashlib.md5(content, usedforsecurity=False).digest()).decode()


def read(xml: bytes) -> DownloadFile:
    content = read_download(xml)
    assert isinstance(content, DownloadFile), content
    return content


class ForeignClient(ABC):
    """An enterprise system that files, fetches, acknowledges, resynchronises and asks."""

    def __init__(self, account: Mapping[str, Any]) -> None:
        self.account = account

    @abstractmethod
    def invoke(self, method: str, values: Mapping[str, Any]) -> str:
        """Call a method with its parameters in the prototype's order; return `return`."""

    def call(self, method: str, **more: Any) -> etree._Element:
        """Call a method as this provider; return the document it returned."""
        rand_val = secrets.token_hex(10)
        who = {
            "ispId": self.account["isp_id"],
            "userName": self.account["user_name"],
            "randVal": rand_val,
            "pwdHash": md5((self.account["password"] + rand_val).encode("gbk")),
        }
        values = {**who, **more, "hashAlgorithm": 0}
        order = ORDER[method]
        assert set(order) == set(values), method
        return etree.fromstring(self.invoke(method, {name: values[name] for name in order}))

    def send(self, xml: bytes) -> str | None:
        """Upload a file under the next number; return msg_code."""
        previous = self.call("isp_querypreviousupload")
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
            file.writestr("foreign.xml", xml)
        answer = self.call(
            "isp_upload",
            beianInfo=base64.b64encode(archive.getvalue()).decode(),
            beianInfoHash=md5(archive.getvalue()),
            dataSequence=int(previous.findtext("fileInfos/dataSequence") or 0) + 1,
            encryptAlgorithm=0,
            compressionFormat=0,
        )
        return answer.findtext("msg_code")

    def fetch(self) -> DownloadFile | None:
        """Fetch, open and acknowledge the next file, if there is one."""
        answer = self.call("isp_download")
        if answer.findtext("msg_code") != "0":
            return None
        (info,) = answer.iterfind("fileInfos")
        payload = base64.b64decode(info.findtext("beianInfo") or "")
        assert info.findtext("encryptAlgorithm") == "1"
        key, offset = (self.account[name].encode() for name in ("aes_key", "aes_offset"))
        cipher = Cipher(algorithms.AES(key), modes.CBC(offset)).decryptor()
        padding = PKCS7(128).unpadder()
        archive = padding.update(cipher.update(payload) + cipher.finalize()) + padding.finalize()
        assert md5(archive) == info.findtext("beianInfoHash")
        name = info.findtext("return_FileName") or ""
        xml = zipfile.ZipFile(io.BytesIO(archive)).read(name)
        acknowledged = self.call("isp_downloadack", fileName=name)
        assert acknowledged.findtext("msg_code") == "0"
        return read(xml)
