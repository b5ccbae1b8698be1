"""Files down and questions over SOAP: delivered until acknowledged, status, password, last upload."""

import base64
from typing import Any

import pytest

from beian.regulations.certificates import SponsorKind, owner_of
from support.outside import BEIJING, GUANGDONG, Enterprise, Outside, with_subject
from support.waiting import until


async def next_file(enterprise: Enterprise) -> Any:
    """Wait for a file to lie ready; it is not acknowledged."""

    async def lies_ready() -> Any:
        return (await enterprise.soap.download()).file

    return await until(lies_ready, 30)


@pytest.mark.proves("0", "2", "R14-102")
async def test_a_file_is_delivered_until_it_is_acknowledged(
    outside: Outside, jiangsu: Enterprise
) -> None:
    await outside.policy("approve")
    while await jiangsu.collect() is not None:
        pass  # notices that lay there before
    sent = jiangsu.sample()
    await jiangsu.file(sent)
    first = await next_file(jiangsu)
    await until(lambda: _is_filed(jiangsu, sent.domain), 30)
    for _ in range(3):
        assert (await jiangsu.soap.download()).file == first
    assert first.encrypt_algorithm == 1
    received = await jiangsu.outcome(sent)
    assert received.files[0] == first.file_name
    assert (await jiangsu.soap.download()).code == 2
    for name in received.files:
        assert (await jiangsu.soap.ack(name)).code == 0, "an acknowledgement may come twice"


async def _is_filed(enterprise: Enterprise, domain: str) -> bool:
    status = (await enterprise.soap.status(0, domain)).status
    return status is not None and status.filed


@pytest.mark.proves("0")
async def test_the_previous_upload_comes_back_as_it_was_sent(jiangsu: Enterprise) -> None:
    xml = jiangsu.xml(jiangsu.sample())
    number = await jiangsu.send(xml, entry_name="upload7.xml", encrypt=True)
    file = (await jiangsu.soap.previous()).file
    assert file is not None
    assert (file.data_sequence, file.file_name) == (number, "upload7.xml")
    assert (file.encrypt_algorithm, file.hash_algorithm, file.compression_format) == (1, 0, 0)
    assert len(base64.b64decode(file.beian_info)) % 16 == 0
    opened = jiangsu.soap.open(file)
    assert getattr(opened, "xml", None) == xml


@pytest.mark.proves("0", "R14-005")
async def test_status_is_answered_in_every_province_for_all_twelve_kinds(
    outside: Outside, jiangsu: Enterprise
) -> None:
    await outside.policy("approve")
    company, person = jiangsu.sample(home=GUANGDONG), jiangsu.sample(individual=True)
    holders = {1: company, 2: person}
    received = await jiangsu.filed(company, person)
    assert [one.codes for one in received] == [[1001], [1001]]
    await outside.settle()
    abroad = outside.enterprises[BEIJING]
    for asked in (jiangsu, abroad):
        domain = (await asked.soap.status(0, company.domain)).status
        assert domain is not None
        assert domain.filed
        assert domain.subject_number == received[0].number
        assert domain.site_number == f"{received[0].number}-1"
        assert domain.site_name == company.filing.sites[0].name
        for kind, sample in holders.items():
            number = sample.filing.subject.certificate.number
            found = (await asked.soap.status(kind, number)).status
            assert found is not None
            assert (found.filed, found.condition_type, found.condition) == (True, kind, number)
            assert (found.site_name, found.site_number) == (None, None)
        for kind in range(13):
            nobody = await asked.soap.status(kind, "nobody-at-all.example")
            assert nobody.code == 0
            assert nobody.status is not None
            assert not nobody.status.filed
            assert nobody.status.subject_number is None


@pytest.mark.proves("0")
@pytest.mark.parametrize("kind", range(1, 13))
async def test_a_subject_is_found_by_a_certificate_of_each_kind(
    outside: Outside, jiangsu: Enterprise, kind: int
) -> None:
    await outside.policy("approve")
    sent = _with_certificate(jiangsu, kind)
    (received,) = await jiangsu.filed(sent)
    assert received.codes == [1001]
    number = sent.filing.subject.certificate.number

    async def found() -> Any:
        status = (await jiangsu.soap.status(kind, number)).status
        return status if status is not None and status.filed else None

    status = await until(found, 30)
    assert status.subject_number == received.number
    other = 1 if kind != 1 else 3
    elsewhere = (await jiangsu.soap.status(other, number)).status
    assert elsewhere is not None
    assert not elsewhere.filed


def _with_certificate(enterprise: Enterprise, kind: int) -> Any:
    """Make a filing whose sponsor shows a certificate of a kind (Zjlx)."""
    owner = owner_of(kind)
    assert owner is not None
    individual = owner is SponsorKind.INDIVIDUAL
    sent = enterprise.sample(individual=individual)
    subject = sent.filing.subject
    if subject.certificate.type == kind:
        return sent
    shown = type(subject.certificate)(
        type=kind, number=f"KIND{kind:02d}X{subject.isp_subject_id}", address="示例路1号"
    )
    return with_subject(sent, certificate=shown, kind=int(owner))


@pytest.mark.proves("0", "22", "R14-093")
async def test_the_password_the_sponsor_got_is_right_until_it_is_asked_too_often(
    outside: Outside, jiangsu: Enterprise
) -> None:
    await outside.policy("approve")
    (received,) = await jiangsu.filed(jiangsu.sample(home=GUANGDONG))
    number = received.number
    assert number is not None
    password = await password_of(outside, GUANGDONG, number)

    async def is_known() -> bool:
        return (await jiangsu.soap.verify(number, password)).verified is True

    await until(is_known, 30)
    abroad = outside.enterprises[BEIJING].soap
    checked = [jiangsu.soap, abroad]
    assert (await checked[0].verify(f"{number}-1", password)).verified
    wrong = await checked[0].verify(number, "wrong0000000")
    assert (wrong.code, wrong.verified) == (0, False)

    async def exceeded() -> Any:
        answer = await jiangsu.soap.verify(number, password)
        return answer if answer.code != 0 else None

    answer = await until(exceeded, 30)
    assert (answer.code, answer.verified) == (22, None)
    assert "超过10次" in answer.message


async def password_of(outside: Outside, region: str, number: str) -> str:
    """Read the password as the sponsor would: in the text it was sent."""
    base = f"{outside.province(region)}/api"
    issued = await outside.ask(f"{base}/numbers?limit=1000")
    (application,) = [one["application_id"] for one in issued if one["filing_number"] == number]
    texts = await outside.ask(f"{base}/outbox?application_id={application}")
    assert {one["to_kind"] for one in texts} == {"sms", "email"}
    (sms,) = [one["text"] for one in texts if one["to_kind"] == "sms"]
    password = str(sms).partition("备案密码")[2][:12]
    assert password.isalnum()
    return password
