"""Samples are real files of the interface: valid by the schema, with numbers that check out."""

import io
from ipaddress import IPv4Network
from itertools import combinations
from typing import Any

import pytest
from PIL import Image

from beian.records_ip import IpAssignment, IpDeletion
from beian.regulations.addresses import Range, overlap
from beian.regulations.certificates import is_certificate_number
from beian.regulations.contacts import is_email, is_mobile, is_office_phone
from beian.regulations.domains import is_independent_domain
from beian.regulations.regions import first_wrong_region
from beian.wire.files import UploadFile, parse_upload
from beian.wire.upload_operations import write_icp_upload, write_ip_upload
from beian.wire.upload_xzba import write_xzba
from launcher.pictures import grey_jpeg, grey_png
from launcher.samples import Provider, sample
from launcher.samples_changes import access_of, site_of
from launcher.samples_ip import ip_sample

PROVIDER = Provider(isp_id=320000000002, region="320000", ip_range="198.51.100.0/24")


@pytest.mark.parametrize("individual", [False, True])
@pytest.mark.parametrize("home", [None, "440000", "110000"])
def test_a_sample_comes_back_from_the_wire_as_it_was(home: str | None, *, individual: bool) -> None:
    made = sample(7, PROVIDER, home=home, individual=individual, home_page=True)
    xml = write_xzba((made.filing,), made.blobs, reporting_unit=PROVIDER.isp_id)
    parsed = parse_upload(xml, "beianinfo.xml")
    assert isinstance(parsed, UploadFile)
    (record,) = parsed.records
    assert record.new_filing is not None
    assert record.new_filing.filing == made.filing
    assert record.new_filing.blobs == made.blobs


@pytest.mark.parametrize("number", range(50))
def test_what_is_made_up_checks_out(number: int) -> None:
    filing = sample(number, PROVIDER, individual=number % 2 == 1).filing
    certificate, person = filing.subject.certificate, filing.subject.responsible
    assert is_certificate_number(certificate.type, certificate.number)
    assert is_certificate_number(2, person.certificate_number or "")
    assert is_mobile(person.mobile or "")
    assert is_office_phone(person.office_phone or "")
    assert is_email(person.email or "")
    assert is_independent_domain(filing.sites[0].domains[0].name)
    address = filing.subject.address
    assert first_wrong_region(address.province, address.city, address.county) is None
    (held,) = filing.sites[0].accesses[0].ip_ranges
    block = IPv4Network(PROVIDER.ip_range)
    assert int(block.network_address) < held.first == held.last < int(block.broadcast_address)


def test_two_numbers_share_neither_sponsor_nor_domain() -> None:
    one, other = sample(1, PROVIDER), sample(2, PROVIDER)
    assert one.filing.subject.certificate != other.filing.subject.certificate
    assert one.domain != other.domain
    assert sample(1, PROVIDER) == one


@pytest.mark.parametrize("make", [grey_jpeg, grey_png])
@pytest.mark.parametrize("size", [(800, 600), (20, 12), (8, 8)])
def test_a_picture_is_one(make: object, size: tuple[int, int]) -> None:
    assert callable(make)
    picture = Image.open(io.BytesIO(make(*size, comment="SIMULATED")))
    picture.load()
    assert picture.size == size
    assert picture.getpixel((0, 0)) == 128


def test_ip_data_of_a_sample_stand_in_an_upload_file_and_overlap_nobody_s() -> None:
    records = ip_sample(7, PROVIDER)
    parsed = parse_upload(write_ip_upload(records, reporting_unit=PROVIDER.isp_id), "ip.xml")
    assert isinstance(parsed, UploadFile)
    assert parsed.operations == ("IP/XZBA/Xzly", "IP/XZBA/Xzfp", "IP/XZBA/Zdip")
    ranges = [
        Range(one.first, one.last)
        for number in range(2)
        for some in ip_sample(number, PROVIDER).values()
        for one in some
        if not isinstance(one, IpDeletion | IpAssignment)
    ]
    assert not any(overlap(one, other) for one, other in combinations(ranges, 2))


@pytest.mark.parametrize("operation", ["ICP/XZWZ", "ICP/XZJR"])
def test_a_made_up_addition_is_a_valid_file(operation: str) -> None:
    number = "苏ICP备2026000001号"
    made: dict[str, Any] = {
        "ICP/XZWZ": site_of(number, 77, PROVIDER),
        "ICP/XZJR": access_of(f"{number}-1", "AbCd23456789", 77, PROVIDER),
    }
    xml = write_icp_upload({operation: [made[operation]]}, {}, reporting_unit=PROVIDER.isp_id)
    file = parse_upload(xml, "sample.xml")
    assert isinstance(file, UploadFile), file
    assert file.operations == (operation,)
