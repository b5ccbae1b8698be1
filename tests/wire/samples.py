"""Made-up filings and enterprises for the wire's tests."""

import hashlib
from typing import Final

import msgspec

from beian.records import (
    Access,
    Address,
    Attachment,
    BlobRef,
    Certificate,
    Domain,
    ECertificate,
    Filing,
    IpRange,
    PreApproval,
    ResponsiblePerson,
    Site,
    Subject,
)
from beian.wire.calls import UploadCall
from beian.wire.download_basj import IssuedFiling

KEY: Final = "0123456789ABCDEF"
IV: Final = "0102030405060708"
UNIT: Final = 320000000042

PHOTO: Final = b"\xff\xd8\xff a photo that is none" * 40
APPROVAL: Final = b"\xff\xd8\xff an approval that is none"


def reference(content: bytes) -> BlobRef:
    """Name bytes by their hash."""
    return BlobRef(sha256=hashlib.sha256(content).hexdigest(), size=len(content))


BLOBS: Final = {reference(content).sha256: content for content in (PHOTO, APPROVAL)}

PERSON: Final = ResponsiblePerson(
    name="张三",
    office_phone="025-84000001",
    mobile="13900000001",
    email="zhang.san@site.example",
    certificate_type=2,
    certificate_number="320102198001010011",
)

FILING: Final = Filing(
    subject=Subject(
        isp_subject_id=9001,
        name="南京示例网络有限公司",
        kind=4,
        investor="李四 & 王五 <控股>",
        address=Address(province=320000, city=320100, county=320102, detail="示例路1号"),
        certificate=Certificate(type=1, number="91320100MA0000000X", address="南京市示例路1号"),
        responsible=PERSON,
        remark="备注",
    ),
    sites=(
        Site(
            isp_site_id=9101,
            name="示例网站",
            pre_approvals=(
                PreApproval(type=9, number="苏网文〔2026〕1号", documents=(reference(APPROVAL),)),
            ),
            services=(1, 24),
            languages=(1, 2),
            domains=(
                Domain(isp_domain_id=9201, name="site.example"),
                Domain(isp_domain_id=9202, name="other.example"),
            ),
            accesses=(
                Access(
                    isp_access_id=9301,
                    isp_id=UNIT,
                    locations=(10,),
                    modes=(1,),
                    ip_ranges=(IpRange(isp_ip_id=9401, first=3221225985, last=3221225990),),
                ),
            ),
            responsible=PERSON,
            home_page="www.site.example",
        ),
    ),
    attachments=(
        Attachment(format=1, usage=1, content=reference(PHOTO), owner_type=2, owner_id=9101),
        Attachment(
            format=1, usage=2, content=reference(PHOTO), owner_type=1, owner_id=9001, remark="证件"
        ),
    ),
)


def issued(filing: Filing) -> Filing:
    """Give a filing the ids and numbers of a bureau; downloads have no attachments."""
    sites = []
    for index, site in enumerate(filing.sites, 1):
        accesses = tuple(
            msgspec.structs.replace(
                access,
                access_id=320000000301 + index,
                ip_ranges=tuple(
                    msgspec.structs.replace(one, ip_id=320000000401) for one in access.ip_ranges
                ),
            )
            for access in site.accesses
        )
        domains = tuple(
            msgspec.structs.replace(domain, domain_id=320000000201) for domain in site.domains
        )
        sites.append(
            msgspec.structs.replace(
                site,
                site_id=320000000100 + index,
                filing_number=f"苏ICP备2026000001号-{index}",
                domains=domains,
                accesses=accesses,
            )
        )
    subject = msgspec.structs.replace(
        filing.subject, subject_id=320000000001, filing_number="苏ICP备2026000001号"
    )
    return Filing(subject=subject, sites=tuple(sites))


ISSUED: Final = IssuedFiling(
    filing=issued(FILING),
    certificate=ECertificate(
        serial="SIM-0001", path="http://192.0.2.1/certificates/SIM-0001", valid_until="2027-06-01"
    ),
    first_reported="2026-06-01",
    last_changed="2026-06-02",
    reviewer="赵六",
    reviewed_at="2026-06-02",
    remark="模拟数据",
)

UPLOAD: Final = UploadCall(
    isp_id=UNIT,
    user_name="示例接入商",
    rand_val="abcdefghij0123456789",
    pwd_hash="QUMgJLPsboxIAO9m0EJ5+Q==",
    hash_algorithm=0,
    beian_info="UEs=",
    beian_info_hash="NQgad/xPqHZ+1E3IH563jw==",
    data_sequence=7,
    encrypt_algorithm=1,
    compression_format=0,
)
