"""Made-up applications as the ministry sees them; what a test does not name is ordinary."""

from beian.events.filing import (
    AutoCheckPassed,
    FilingRecordReported,
    FilingReturned,
)
from beian.records import (
    Access,
    Address,
    Certificate,
    Domain,
    ECertificate,
    Filing,
    IpRange,
    Opinion,
    PasswordVerifier,
    ResponsiblePerson,
    Site,
    Subject,
    UniqueKey,
)
from beian.regulations.reasons import Reason
from ministry.domain.registry import CheckApplication, RecordIssue, RecordReturn

JIANGSU, GUANGDONG = "320000", "440000"
ISP, OTHER_ISP = 320000000001, 440000000002
NUMBER = "粤ICP备2026000001号"
PERSON = ResponsiblePerson(
    name="赵示例",
    mobile="19900000001",
    email="a@mail.example",
    certificate_type=2,
    certificate_number="110101199003070038",
)
FILING = Filing(
    subject=Subject(
        name="示例云帆科技有限公司",
        kind=4,
        address=Address(province=440000),
        certificate=Certificate(type=1, number="91440100MA5EXAMPLE", address="示例路1号"),
        responsible=PERSON,
        filing_number=NUMBER,
    ),
    sites=(
        Site(
            name="示例云帆网",
            services=(8,),
            languages=(1,),
            domains=(Domain(name="Yunfan.Example"),),
            accesses=(
                Access(
                    isp_id=ISP,
                    locations=(1,),
                    modes=(1,),
                    ip_ranges=(IpRange(first=10, last=12),),
                ),
            ),
            responsible=PERSON,
            home_page="www.yunfan.example",
            filing_number=f"{NUMBER}-1",
        ),
    ),
)
VERIFIER = PasswordVerifier(salt="00", sha256="ab")
CERTIFICATE = ECertificate(serial="01", path="/certificate", valid_until="2036-03-02")
APPROVED = Opinion(approved=True, reviewed_at="2026-03-02")
REFUSED = Opinion(approved=False, reviewed_at="2026-03-02", text="域名证书不清晰")

CERTIFICATE_KEY = UniqueKey(kind="certificate", value="a" * 64)
DOMAIN_KEY = UniqueKey(kind="domain", value="yunfan.example", site="示例云帆网")
HOME_PAGE_KEY = UniqueKey(kind="homepage", value="www.yunfan.example", site="示例云帆网")
RANGE_KEY = UniqueKey(kind="iprange", value="10-12", site="示例云帆网")
KEYS = (CERTIFICATE_KEY, DOMAIN_KEY, HOME_PAGE_KEY, RANGE_KEY)


def application(
    number: int = 1,
    keys: tuple[UniqueKey, ...] = KEYS,
    *,
    isp_id: int = ISP,
    provider_region: str = JIANGSU,
    home_region: str = JIANGSU,
) -> CheckApplication:
    return CheckApplication(
        application_id=f"application-{number}",
        isp_id=isp_id,
        provider_region=provider_region,
        home_region=home_region,
        unique_keys=keys,
        sent_by=provider_region,
        filing=FILING if provider_region != home_region else None,
    )


def auto_check_passed(command: CheckApplication) -> AutoCheckPassed:
    return AutoCheckPassed(
        application_id=command.application_id,
        isp_id=command.isp_id,
        provider_region=command.provider_region,
        home_region=command.home_region,
        unique_keys=command.unique_keys,
    )


def issue(command: CheckApplication, number: str = NUMBER) -> RecordIssue:
    report = FilingRecordReported(
        application_id=command.application_id,
        isp_id=command.isp_id,
        provider_region=command.provider_region,
        home_region=command.home_region,
        filing_number=number,
        filing=FILING,
        unique_keys=command.unique_keys,
        verifier=VERIFIER,
        certificate=CERTIFICATE,
        opinion=APPROVED,
        issued_on="2026-03-02",
    )
    return RecordIssue(report, command.home_region)


def give_back(
    command: CheckApplication, reason: Reason = Reason.INACCURATE, opinion: Opinion | None = REFUSED
) -> RecordReturn:
    returned = FilingReturned(
        application_id=command.application_id,
        isp_id=command.isp_id,
        provider_region=command.provider_region,
        home_region=command.home_region,
        reasons=(reason,),
        findings=(),
        opinion=opinion,
    )
    return RecordReturn(returned, command.home_region)
