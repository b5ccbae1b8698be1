"""What is no HTTP, or ends too early: the connection may break, the service may not."""

import asyncio

import pytest

from support.outside import Enterprise, Outside

PATH = b"/320000/ISPWebService/upDownLoad"
ANSWERED_WITHIN_S = 20.0

RAW: dict[str, bytes] = {
    "noise": bytes(range(256)),
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 64,
    "an unknown method": b"NONSENSE " + PATH + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    "no such version": b"GET " + PATH + b" HTTP/9.9\r\nHost: x\r\n\r\n",
    "a NUL in the path": b"GET /\x00 HTTP/1.1\r\nHost: x\r\n\r\n",
    "a line that ends nowhere": b"GET /" + b"x" * 200_000,
    "a header of 200 kB": b"GET / HTTP/1.1\r\nHost: x\r\nA: " + b"x" * 200_000 + b"\r\n\r\n",
    "ten thousand headers": b"GET / HTTP/1.1\r\nHost: x\r\n" + b"A: b\r\n" * 10_000 + b"\r\n",
    "a length that is none": b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n",
    "a negative length": b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
    "a length of many digits": (
        b"POST " + PATH + b" HTTP/1.1\r\nHost: x\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\n"
    ),
    "two lengths": (
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab"
    ),
    "a length and pieces": (
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"0\r\n\r\nGET /secret HTTP/1.1\r\n\r\n"
    ),
    "a piece of a huge size": (
        b"POST " + PATH + b" HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"ffffffffffffffffff\r\nx"
    ),
    "a piece that is cut": (
        b"POST " + PATH + b" HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nx"
    ),
    "a body that is cut": (
        b"POST " + PATH + b" HTTP/1.1\r\nHost: x\r\nContent-Length: 70000000\r\n\r\n<a"
    ),
    "an upgrade": (
        b"GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
    ),
}


@pytest.mark.parametrize("sent", RAW.values(), ids=RAW)
async def test_a_broken_connection_breaks_nothing_else(
    outside: Outside, jiangsu: Enterprise, sent: bytes
) -> None:
    host, port = outside.province("320000").split("/")[2].split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(sent)
    writer.write_eof()
    try:
        async with asyncio.timeout(ANSWERED_WITHIN_S):
            answer = await reader.read()
    except ConnectionResetError:
        answer = b""
    finally:
        writer.close()
    assert not answer or answer.startswith(b"HTTP/1.1 "), answer[:200]
    assert b" 500 " not in answer.partition(b"\r\n")[0] or b"Fault" in answer
    assert b"Traceback" not in answer
    assert (await jiangsu.soap.previous()).code == 0
