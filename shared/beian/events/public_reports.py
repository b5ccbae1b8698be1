"""How the public reaches a bureau with reports (举报渠道). Stream `reportchannel-own`."""

from beian.events.base import Event, event


@event("reportchannel")
class ReportChannelsPublished(Event, frozen=True, kw_only=True):
    """The bureau published where unfiled sites, untrue data and irregular access are reported."""

    phone: str
    fax: str
    mailbox: str
