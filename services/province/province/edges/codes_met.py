"""Which result codes a provider's own system has met so far: for programs, and as a page."""

from collections import defaultdict
from http import HTTPStatus
from importlib.resources import files
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, HTTPException, Path
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from sqlalchemy import select

from beian.exchange_models import code_met
from beian.http.texts import LONG_MAX
from beian.regulations.reasons import Reason
from beian.service import Kit, audited, kit_of
from beian.wire.code_causes import causes
from beian.wire.codes import CATEGORIES, MESSAGES
from province.edges.hosted import Here, Hosted
from province.edges.rows import Row, rows_of

SECOND: Final = len("2026-03-02T09:00:00")

router = APIRouter(tags=["providers"], dependencies=[Depends(audited)])
pages = APIRouter(include_in_schema=False, dependencies=[Depends(audited)])

_PAGES: Final = Environment(
    loader=PackageLoader("province"),
    autoescape=select_autoescape(default=True),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)

type IspId = Annotated[int, Path(ge=1, le=LONG_MAX)]
type KitHere = Annotated[Kit, Depends(kit_of)]


@router.get("/providers/{isp_id}/codes")
async def list_codes(isp_id: IspId, kit: KitHere, here: Here) -> dict[str, Any]:
    """List the result codes the provider's system was answered with, once for each place."""
    name = _name(here, isp_id)
    rows = await _rows(kit, here, isp_id)
    places = _by_code(rows)
    return {
        "isp_id": isp_id,
        "name": name,
        "met": len(places),
        "all": len(MESSAGES),
        "codes": [
            {"code": code, "message": MESSAGES[code], "places": found}
            for code, found in sorted(places.items())
        ],
    }


@pages.get("/providers/{isp_id}/codes", response_class=HTMLResponse)
async def show_codes(isp_id: IspId, kit: KitHere, here: Here) -> HTMLResponse:
    """Show all codes, with those the provider's system has met; works without scripts."""
    name = _name(here, isp_id)
    places = _by_code(await _rows(kit, here, isp_id))
    style = files("province").joinpath("templates", "codes.css").read_text("utf-8")
    page = _PAGES.get_template("codes.html").render(
        bureau=here.bureau.province.bureau,
        name=name,
        isp_id=isp_id,
        met=len(places),
        all=len(MESSAGES),
        reachable=sum(cause.reserved is None for cause in causes().values()),
        groups=_groups(places),
        style=style,
    )
    headers = {
        "Cache-Control": "no-store",
        "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    }
    return HTMLResponse(page, headers=headers)


async def _rows(kit: Kit, here: Hosted, isp_id: int) -> list[Row]:
    question = (
        select(code_met)
        .where(code_met.c.log == here.bureau.log, code_met.c.isp_id == isp_id)
        .order_by(code_met.c.position)
    )
    return await rows_of(kit, question)


def _name(here: Hosted, isp_id: int) -> str:
    account = here.accounts.get(isp_id)
    if account is None:
        raise HTTPException(HTTPStatus.NOT_FOUND, Reason.UNKNOWN_PROVIDER.text)
    return account.name


def _by_code(rows: list[Row]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        found[row["code"]].append(
            {
                "place": row["place"],
                "first_met": row["first_met"],
                "data_sequence": row["data_sequence"],
                "detail": row["detail"],
            }
        )
    return found


def _groups(places: dict[int, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for code, text in MESSAGES.items():
        shown = [
            {**place, "first_met": place["first_met"][:SECOND].replace("T", " ")}
            for place in places.get(code, ())
        ]
        groups[CATEGORIES[code]].append(
            {
                "code": code,
                "message": text,
                "is_reserved": causes()[code].reserved is not None,
                "places": shown,
            }
        )
    return [
        {"category": category, "codes": codes, "met": sum(bool(one["places"]) for one in codes)}
        for category, codes in groups.items()
    ]
