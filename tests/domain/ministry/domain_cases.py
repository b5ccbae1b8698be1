"""Made-up reports of domains; what a test does not name is in order."""

from typing import Any

import msgspec

from beian.records_domains import DomainParty, DomainReport

PARTY = DomainParty(
    name="赵示例",
    organization="示例云帆科技有限公司",
    address="示例路1号",
    province=320000,
    city=320100,
    email="a@mail.example",
    phone="025-12345678",
)


def party(**changes: Any) -> DomainParty:
    return msgspec.structs.replace(PARTY, **changes)


def report(**changes: Any) -> DomainReport:
    given: dict[str, Any] = {
        "isp_record_id": 71,
        "name": "yunfan.example",
        "type": 3,
        "registered_on": "2024-03-02",
        "registrant": PARTY,
        "administrator": PARTY,
        "registrar": "示例注册商有限公司",
        "name_servers": "ns1.yunfan.example",
        "valid_until": "2030-03-02",
    }
    return DomainReport(**(given | changes))
