"""The WSDL of each service: document/literal wrapped, unqualified parameters (§2)."""

from functools import cache
from importlib import resources
from string import Template
from xml.sax.saxutils import escape

from beian.wire.calls import Service


def wsdl_for(service: Service, address: str) -> str:
    """Return a service's WSDL, to be called at `address`, an absolute URL clients can reach."""
    return _template(service).substitute(address=escape(address, {'"': "&quot;"}))


@cache
def _template(service: Service) -> Template:
    folder = resources.files(__package__).joinpath("wsdl_templates")
    return Template(folder.joinpath(f"{service.value}.wsdl").read_text("utf-8"))
