"""HTTP to Telegram for python-telegram-bot on aiohttp: measured several times faster than the httpx transport it comes with.

Long polls have no total time limit of their own here: the read timeout that PTB hands in (poll timeout plus slack) is the one that counts.
"""

from __future__ import annotations

from typing import Any

import aiohttp
from telegram.error import BadRequest, NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

Timeout = Any  # a number of seconds, None, or PTB's DEFAULT_NONE
TOO_LARGE = (413, 414, 431)  # the body, the address, the headers: for PTB a lost connection, but no second try will be smaller


class NotSent(NetworkError):
    """The request never left: no connection could be made. Sending it again cannot double anything."""


class AiohttpRequest(BaseRequest):
    """``connections``: how many at once. Errors: NotSent before anything was written, TimedOut and NetworkError when the outcome is unknown,
    BadRequest for what is too large."""

    def __init__(self, connections: int = 64, read_timeout: float = 20.0) -> None:
        self._connections = connections
        self._read_timeout = read_timeout
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        return self._read_timeout

    async def initialize(self) -> None:
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=self._connections, ttl_dns_cache=300, keepalive_timeout=50)
            self._session = aiohttp.ClientSession(connector=connector, auto_decompress=True)

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Timeout = BaseRequest.DEFAULT_NONE,
        write_timeout: Timeout = BaseRequest.DEFAULT_NONE,
        connect_timeout: Timeout = BaseRequest.DEFAULT_NONE,
        pool_timeout: Timeout = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        if self._session is None:
            raise RuntimeError("the transport was not initialized")
        read = self._read_timeout if read_timeout is BaseRequest.DEFAULT_NONE else read_timeout
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=5.0, sock_read=read)
        try:
            async with self._session.request(method, url, timeout=timeout, **_body(request_data)) as answer:
                if answer.status in TOO_LARGE:
                    raise BadRequest(f"too large ({answer.status})")
                return answer.status, await answer.read()
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise NotSent(f"no connection: {type(error).__name__}") from None
        except TimeoutError:
            raise TimedOut("no answer in time") from None
        except aiohttp.ClientError as error:
            raise NetworkError(f"connection lost: {type(error).__name__}") from None


def _body(data: RequestData | None) -> dict[str, Any]:
    """JSON where there is no file (one encoding instead of one per parameter), multipart where there is."""
    if data is None or not data.parameters:
        return {}
    if not data.multipart_data:
        return {"json": data.parameters}
    form = aiohttp.FormData()
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mime) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=mime)
    return {"data": form}
