"""A real headless browser, driven over its debugging pipe: opens pages, reads what they show."""

import asyncio
import itertools
import json
import os
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--remote-debugging-pipe",
)
ANSWERED_WITHIN_S = 60
_ENDED_WITHIN_S = 20
_MESSAGE_BYTES_MAX = 32 * 1024 * 1024
_ON_FDS_3_AND_4 = """
import fcntl, os, sys
reading, writing = (fcntl.fcntl(int(fd), fcntl.F_DUPFD, 10) for fd in sys.argv[1:3])
os.dup2(reading, 3), os.dup2(writing, 4)
os.execvp(sys.argv[3], sys.argv[3:])
"""
"""The browser reads its commands from 3 and answers on 4."""


class NoContext(Exception):
    """The browser could not do what it was told."""


@dataclass
class Page:
    """A page that stays open."""

    browser: "Browser"
    session: str

    async def evaluate(self, expression: str) -> Any:
        """Return what an expression gives in the page, as JSON has it."""
        asked = {"expression": expression, "returnByValue": True}
        try:
            told = await self.browser.call("Runtime.evaluate", self.session, **asked)
        except NoContext:  # the page was just being replaced: the next one is asked
            told = await self.browser.call("Runtime.evaluate", self.session, **asked)
        assert "exceptionDetails" not in told, told
        return told["result"].get("value")

    async def text(self) -> str:
        """Return what a person reads on it."""
        return str(await self.evaluate("document.body?.innerText ?? ''"))


@dataclass
class Browser:
    """The browser's end of the pipe."""

    reader: asyncio.StreamReader
    writer: asyncio.WriteTransport
    complaints: list[str] = field(default_factory=list)
    """What pages wrote as errors into the console, and exceptions of their scripts."""
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    async def open(self, url: str) -> Page:
        """Open a page in a tab of its own."""
        target = await self.call("Target.createTarget", url="about:blank")
        attached = await self.call(
            "Target.attachToTarget", targetId=target["targetId"], flatten=True
        )
        page = Page(self, attached["sessionId"])
        for domain in ("Runtime", "Log", "Page"):
            await self.call(f"{domain}.enable", page.session)
        await self.call("Page.navigate", page.session, url=url)
        return page

    async def call(
        self, method: str, session: str | None = None, **parameters: Any
    ) -> dict[str, Any]:
        """Have a command carried out; return its result."""
        number = next(self._numbers)
        command = {"id": number, "method": method, "params": parameters}
        if session is not None:
            command["sessionId"] = session
        self.writer.write(json.dumps(command).encode() + b"\0")
        async with asyncio.timeout(ANSWERED_WITHIN_S):
            while True:
                message = json.loads((await self.reader.readuntil(b"\0"))[:-1])
                if message.get("id") == number:
                    if "error" in message:
                        raise NoContext(message["error"])
                    return dict(message["result"])
                self._hear(message)

    def _hear(self, message: dict[str, Any]) -> None:
        said = message.get("params", {})
        if message.get("method") == "Runtime.exceptionThrown":
            self.complaints.append(str(said["exceptionDetails"]))
        if message.get("method") == "Log.entryAdded" and said["entry"]["level"] == "error":
            self.complaints.append(f"{said['entry']['text']} {said['entry'].get('url')}")


@asynccontextmanager
async def browser_of(program: str, profile: Path) -> AsyncIterator[Browser]:
    """Run a browser with a new profile."""
    commands, to_browser = os.pipe()
    from_browser, answers = os.pipe()
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        _ON_FDS_3_AND_4,
        str(commands),
        str(answers),
        program,
        *FLAGS,
        f"--user-data-dir={profile}",
        "about:blank",
        pass_fds=(commands, answers),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    os.close(commands)
    os.close(answers)
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader(limit=_MESSAGE_BYTES_MAX)
    reading, _ = await loop.connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(from_browser, "rb", 0)
    )
    writer, _ = await loop.connect_write_pipe(asyncio.Protocol, os.fdopen(to_browser, "wb", 0))
    browser = Browser(reader, writer)
    try:
        yield browser
        await browser.call("Browser.close")
        await asyncio.wait_for(process.wait(), _ENDED_WITHIN_S)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
        writer.close()
        reading.close()
