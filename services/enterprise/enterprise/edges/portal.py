"""The provider's page: its drafts and where they stand, in Chinese, rendered here."""

from functools import cache
from typing import Final

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, Template

from enterprise.edges.desk import AtDesk
from enterprise.edges.views import drafts_of

SHOWN_MAX: Final = 100

router: Final = APIRouter(prefix="/{isp_id}", include_in_schema=False)


@router.get("/", response_class=HTMLResponse)
async def page(desk: AtDesk) -> str:
    """Show the newest drafts."""
    return _template().render(
        provider=desk.provider.account.name,
        isp_id=desk.provider.isp_id,
        now=desk.kit.clock.now().strftime("%Y-%m-%d %H:%M:%S"),
        drafts=await drafts_of(desk.kit.log.engine, desk.log, limit=SHOWN_MAX),
    )


@cache
def _template() -> Template:
    loader = PackageLoader("enterprise.edges", "pages")
    return Environment(loader=loader, autoescape=True, trim_blocks=True).get_template("drafts.html")
