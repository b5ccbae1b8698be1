"""Made-up names: of sponsors, persons, sites and domains. None is anybody's but by chance."""

from dataclasses import dataclass
from typing import Final

from beian.regulations.certificates import SponsorKind
from launcher.country.draws import Draws

_SURNAMES: Final = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
)
_GIVEN_FIRST: Final = "示例样测模拟安宁和平明远青松云帆晓东海川雨晨思文若水子轩梓涵"
_GIVEN_SECOND: Final = "例示样本拟文安宁和平明远松云帆晓川晨思若轩涵"
_WORDS: Final = (
    ("云帆", "yunfan"),
    ("晨星", "chenxing"),
    ("远山", "yuanshan"),
    ("青禾", "qinghe"),
    ("明溪", "mingxi"),
    ("长风", "changfeng"),
    ("松石", "songshi"),
    ("海棠", "haitang"),
    ("北辰", "beichen"),
    ("南湖", "nanhu"),
    ("东篱", "dongli"),
    ("西岭", "xiling"),
    ("百川", "baichuan"),
    ("千帆", "qianfan"),
    ("万象", "wanxiang"),
    ("清源", "qingyuan"),
    ("鸿雁", "hongyan"),
    ("麦田", "maitian"),
    ("橙光", "chengguang"),
    ("蓝鲸", "lanjing"),
    ("飞鱼", "feiyu"),
    ("白鹭", "bailu"),
    ("墨竹", "mozhu"),
    ("金穗", "jinsui"),
)
_TRADES: Final = (
    ("科技", "keji"),
    ("软件", "ruanjian"),
    ("贸易", "maoyi"),
    ("机械", "jixie"),
    ("建材", "jiancai"),
    ("文化传媒", "wenhua"),
    ("食品", "shipin"),
    ("物流", "wuliu"),
    ("教育咨询", "jiaoyu"),
    ("生物科技", "shengwu"),
    ("电子商务", "dianshang"),
    ("环保设备", "huanbao"),
)
_OFFICES: Final = ("人民政府办公室", "统计局", "水务局", "交通运输局", "档案局", "林业局")
_INSTITUTIONS: Final = ("中学", "图书馆", "人民医院", "博物馆", "科学研究所", "文化馆")
_SOCIETIES: Final = ("行业协会", "商会", "志愿者协会", "体育总会", "摄影家协会", "慈善会")
_SITE_WORDS: Final = ("官网", "门户网站", "商城", "服务平台", "资讯网", "在线")
_PERSONAL_SITES: Final = ("的博客", "的个人网站", "的相册", "的笔记", "的作品集", "的小站")


@dataclass(frozen=True, slots=True)
class Called:
    """What a sponsor is called, and by what its domains begin."""

    name: str
    short: str
    """Without its legal form: what its sites are called after."""
    domain_word: str


def person_name(draws: Draws) -> str:
    first = draws.one_of("given", _GIVEN_FIRST)
    return draws.one_of("surname", _SURNAMES) + first + draws.one_of("given 2", _GIVEN_SECOND)


def unit_name(kind: SponsorKind, city: str, county: str, draws: Draws) -> Called:
    """Name a unit. `city`, `county`: where it is, without 市辖区 and the like."""
    word, spelled = draws.one_of("word", _WORDS)
    match kind:
        case SponsorKind.ENTERPRISE:
            trade, trade_spelled = draws.one_of("trade", _TRADES)
            place = city.removesuffix("市")
            short = f"{place}示例{word}"
            return Called(f"{short}{trade}有限公司", short, f"{spelled}-{trade_spelled}")
        case SponsorKind.GOVERNMENT:
            name = f"{county}示例{word}{draws.one_of('office', _OFFICES)}"
        case SponsorKind.PUBLIC_INSTITUTION:
            name = f"{county}示例{word}{draws.one_of('institution', _INSTITUTIONS)}"
        case SponsorKind.SOCIAL_ORGANISATION:
            name = f"{city}示例{word}{draws.one_of('society', _SOCIETIES)}"
        case _:
            name = f"示例{word}部队"
    return Called(name, name, spelled)


def individual_name(name: str, draws: Draws) -> Called:
    """Say how an individual's sites and domains are called."""
    return Called(name, name, draws.one_of("word", _WORDS)[1])


def site_name(sponsor: Called, kind: SponsorKind, number: int, draws: Draws) -> str:
    """Name the `number`-th site of a sponsor, counted from 1: no two of one are the same."""
    words = _PERSONAL_SITES if kind is SponsorKind.INDIVIDUAL else _SITE_WORDS
    name = sponsor.short + draws.one_of("site word", words)
    return name if number == 1 else f"{name}{number}"


def street_address(city: str, county: str, draws: Draws) -> str:
    place = county if county == city else f"{city}{county}"
    house = 1 + draws.below("house", 400)
    return f"{place}示例{draws.one_of('street', _WORDS)[0]}路{house}号"
