"""Where the public reports unfiled sites, untrue data and irregular access. FLOW-13."""

from typing import Final

from beian.procedures import Act, Procedure
from province.application.bureau import Bureau
from province.domain.report_channels import CHANNELS, KEY, PublishChannels


def _the_one(_bureau: Bureau, _command: object) -> str:
    return KEY


PROCEDURE: Final = Procedure[Bureau](
    kind="reportchannel",
    path="report-channels",
    decider=CHANNELS,
    acts=(Act("open", PublishChannels, "Publish phone, fax and mailbox", opens=True),),
    key_of=_the_one,
    public=False,
)
