"""Files the ministry's own system does not take: each answered in its own kind of file."""

import pytest

from beian.soap_client import ClientAccount, Endpoints, SoapClient
from beian.wire.sealing import Opened
from beian.wire.upload_xzba import write_xzba
from launcher.samples import sample
from support.bureaus import Bureaus
from support.waiting import until

UNIT = 320000000001
URL = "http://ministry.test"
IP = (
    '<?xml version="1.0" encoding="GBK"?><UploadData version="V.3.0"><IP><Qqdwid>{unit}</Qqdwid>'
    "<XZBA><Xzly><Ly><IspId>1</IspId><Qsip>3325256704</Qsip><Zzip>3325256704</Zzip><Lydw>1</Lydw>"
    "</Ly></Xzly></XZBA></IP></UploadData>"
)


@pytest.mark.proves("1045", "5011", "R14-004")
async def test_filings_and_addresses_are_reported_to_a_bureau(bureaus: Bureaus) -> None:
    account = bureaus.accounts[UNIT]
    names = ("user_name", "password", "aes_key", "aes_offset")
    soap = SoapClient(
        Endpoints(
            upload=f"{URL}/ISPWebService/upDownLoad",
            status=f"{URL}/BeianStatusWebService/queryBeianStatus",
            password=f"{URL}/BeianStatusWebService/verifyBamm",
        ),
        ClientAccount(isp_id=UNIT, **{name: account[name] for name in names}),
        bureaus.ministry_http,
        bureaus.kit.identifiers.rand_val,
    )
    made = sample(1, bureaus.provider(UNIT))
    filing = write_xzba([made.filing], made.blobs, reporting_unit=UNIT)
    files = [(filing, b"<ICP>", 1045), (IP.format(unit=UNIT).encode("gbk"), b"<IP>", 5011)]
    for number, (xml, root, code) in enumerate(files, start=1):
        assert (await soap.upload(xml, number)).code == 0

        async def is_there() -> bool:
            return (await soap.download()).file is not None

        await until(is_there)
        file = (await soap.download()).file
        assert file is not None
        opened = soap.open(file)
        assert isinstance(opened, Opened)
        assert root in opened.xml
        assert b"<Jgdm>%d</Jgdm>" % code in opened.xml
        assert (await soap.ack(file.file_name)).code == 0
