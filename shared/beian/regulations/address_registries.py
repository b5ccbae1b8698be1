"""The registries addresses come from first: reporting units that report nothing themselves.

Every unit names where its addresses came from (Lydw). The ids of reporting units were never
published: these are ours. Interface §13; validation §10, code 2029.
"""

from collections.abc import Mapping
from typing import Final

ADDRESS_REGISTRIES: Final[Mapping[int, str]] = {
    100000900001: "亚太互联网络信息中心（APNIC）",
    100000900002: "中国互联网络信息中心（CNNIC）",
}
"""Name by the id that stands in Lydw."""
