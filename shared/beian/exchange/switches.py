"""The switches that turn a provider's interface from strict to lenient, or the other way (§15).

All are off unless the provider's account or a tester turns them on.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Switch(StrEnum):
    """A switch by its name."""

    DROP_EMPTY_NRLX = "drop_empty_nrlx"
    ACCEPT_BOTH_CHOICE_MEMBERS = "accept_both_choice_members"
    ACCEPT_PLAIN_ICPMM = "accept_plain_icpmm"
    HINT_CODES_1_3 = "hint_codes_1_3"
    STRICT_DOWNLOAD_XSD = "strict_download_xsd"
    ATTACHMENT_CONTENT_CHECK = "attachment_content_check"


SWITCHES: Final[Mapping[Switch, str]] = {
    Switch.DROP_EMPTY_NRLX: "a pre-approval with Nrlx_id 0 and empty fields counts as left out "
    "(off: 5001)",
    Switch.ACCEPT_BOTH_CHOICE_MEMBERS: "where an id and a number are sent although one is "
    "allowed, the bureau's id counts (off: 5001)",
    Switch.ACCEPT_PLAIN_ICPMM: "ICPmm may be the filing password as it was given out "
    "(off: only its MD5, else 1018)",
    Switch.HINT_CODES_1_3: "isp_download answers 1 with the last file and 3 while more "
    "wait (off: 0)",
    Switch.STRICT_DOWNLOAD_XSD: "what the official download schema has no value for is not sent: "
    "results of material (Czlx 35) and cancelled accesses (Zxlb 2) (off: sent)",
    Switch.ATTACHMENT_CONTENT_CHECK: "an attachment must be the image that Fjwjgs says, an "
    "approval document a JPG, else 5010 (off: any base64)",
}
"""What each does while it is on, and what holds while it is off."""
