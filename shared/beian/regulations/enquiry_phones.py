"""The enquiry phones of the 31 bureaus, as the home page lists them. R14-164.

Made up: area codes are real, no subscriber's number begins with a zero. What the ministry
publishes (`PolicyPublished` of kind phone) stands in their place.
"""

from typing import Final

from beian.identifiers import RegionCode
from beian.regulations.regions import provinces
from beian.regulations.rules import enforces

_SUBSCRIBER: Final = "00012300"
_AREAS: Final = (
    *("010", "022", "0311", "0351", "0471", "024", "0431", "0451", "021", "025", "0571"),
    *("0551", "0591", "0791", "0531", "0371", "027", "0731", "020", "0771", "0898", "023"),
    *("028", "0851", "0871", "0891", "029", "0931", "0971", "0951", "0991"),
)
"""Of the provinces' capitals, in the order of their codes."""


@enforces("R14-164")
def enquiry_phones() -> dict[RegionCode, str]:
    """Return the phone of every bureau by region."""
    pairs = zip(provinces(), _AREAS, strict=True)
    return {region: f"{area}-{_SUBSCRIBER}" for region, area in pairs}
