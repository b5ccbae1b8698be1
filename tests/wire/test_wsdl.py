"""The WSDLs, as a client that nobody here wrote reads them."""

from pathlib import Path
from typing import Any

import pytest
import zeep
from lxml import etree

from beian.wire import wsdl
from beian.wire.calls import METHODS, Method, Service
from beian.wire.envelope import Request, parse_request, response_envelope, soap_action
from beian.wire.wsdl import wsdl_for

ADDRESS = "http://198.51.100.1:8080/ISPWebService/upDownLoad?a=1&b=2"


@pytest.fixture(scope="module")
def clients(tmp_path_factory: pytest.TempPathFactory) -> dict[Service, zeep.Client]:
    folder = tmp_path_factory.mktemp("wsdl")
    loaded = {}
    load: Any = zeep.Client  # untyped
    for service in Service:
        path = folder / f"{service}.wsdl"
        path.write_text(wsdl_for(service, ADDRESS), "utf-8")
        loaded[service] = load(str(path))
    return loaded


@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
def test_a_foreign_client_calls_by_the_wsdl(
    method: Method, clients: dict[Service, zeep.Client]
) -> None:
    given = {
        parameter.name: number if parameter.is_number else f"text {number}"
        for number, parameter in enumerate(method.parameters)
    }
    client: Any = clients[method.service]
    call: Any = method.call
    body = etree.tostring(client.create_message(client.service, method.name, **given))
    request = parse_request(body)
    assert isinstance(request, Request)
    assert request.method is method
    assert request.call == call(
        **{parameter.field: given[parameter.name] for parameter in method.parameters}
    )


@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
def test_a_foreign_client_reads_the_answer(
    method: Method, clients: dict[Service, zeep.Client]
) -> None:
    document = "<return><msg_code>0</msg_code></return>"
    operation = clients[method.service].service._binding.get(method.name)
    root = etree.fromstring(response_envelope(method, document))
    assert operation.process_reply(root) == document


@pytest.mark.parametrize("service", list(Service))
def test_a_wsdl_has_one_port_at_the_address_given(
    service: Service, clients: dict[Service, zeep.Client]
) -> None:
    (described,) = clients[service].wsdl.services.values()
    (port,) = described.ports.values()
    assert port.binding_options["address"] == ADDRESS
    assert set(port.binding._operations) == {
        method.name for method in METHODS.values() if method.service is service
    }


@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
def test_the_wsdl_names_the_parameters_in_the_prototypes_order(method: Method) -> None:
    root = etree.fromstring(wsdl_for(method.service, ADDRESS).encode())
    declared = root.xpath(
        f"//xs:element[@name='{method.name}']//xs:element/@name",
        namespaces={"xs": "http://www.w3.org/2001/XMLSchema"},
    )
    assert declared == [parameter.name for parameter in method.parameters]
    assert f'soapAction="{soap_action(method)}"' in wsdl_for(method.service, ADDRESS)


def test_every_template_is_a_services() -> None:
    folder = Path(wsdl.__file__).parent / "wsdl_templates"
    assert {path.stem for path in folder.iterdir()} == {str(service) for service in Service}
