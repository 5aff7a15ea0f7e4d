"""The local Telegram itself: sendMessage calls a second from 16 keep-alive connections of a raw client, checks on, beside an empty server."""

from __future__ import annotations

import asyncio
import os
import re
import statistics
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.tables import Table

CONNECTIONS = 16
TOKEN = "7000000001:local-sebaya-bot-token-AAAAAAAAAAAA"
BODY = b'{"chat_id":101,"text":"a message of an ordinary length, as people write them"}'
SERVERS = {
    "empty aiohttp server: the limit": ("benchmarks.peers.empty_server",),
    "local Telegram": ("simulator", "--port", "0", "--journal", "1000"),
    "local Telegram, on disk": ("simulator", "--port", "0", "--journal", "1000", "--database", "{folder}/world.db"),
}
TICKS = os.sysconf("SC_CLK_TCK")


async def measure(rounds: int, calls: int) -> Table:
    """Median of ``rounds`` alternating rounds of ``calls`` calls. The CPU column is the server's own time: what one core could serve."""
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in SERVERS}
    for _ in range(rounds):
        for name, command in SERVERS.items():
            with tempfile.TemporaryDirectory(prefix="sebaya-bench-") as folder:
                found[name].append(await _round([part.format(folder=folder) for part in command], calls))
    table = Table(
        f"4. The local Telegram: {calls:,} sendMessage, {CONNECTIONS} at once",
        ("server", "calls/s", "to the limit", "CPU ms each", "calls/s and core"),
    )
    limit = statistics.median(rate for rate, _ in found["empty aiohttp server: the limit"])
    for name, values in found.items():
        rate, cpu = statistics.median(v[0] for v in values), statistics.median(v[1] for v in values)
        table.add(name, f"{rate:,.0f}", f"{rate / limit:.2f}", f"{cpu * 1000:.3f}", f"{1 / cpu:,.0f}")
    return table


async def _round(module: list[str], calls: int) -> tuple[float, float]:
    """Calls a second, and the server's CPU seconds per call."""
    server = await asyncio.create_subprocess_exec(sys.executable, "-u", "-m", *module, stdout=asyncio.subprocess.PIPE)
    try:
        assert server.stdout is not None
        line = (await server.stdout.readline()).decode()
        port = int(re.findall(r"127\.0\.0\.1:(\d+)", line)[0])
        await _open_chat(port)
        await asyncio.gather(*(_client(port, 50) for _ in range(CONNECTIONS)))
        cpu, began = _cpu(server.pid), time.perf_counter()
        await asyncio.gather(*(_client(port, calls // CONNECTIONS) for _ in range(CONNECTIONS)))
        return calls / (time.perf_counter() - began), (_cpu(server.pid) - cpu) / calls
    finally:
        server.terminate()
        await server.wait()


def _cpu(pid: int) -> float:
    """Processor seconds a process has used (Linux: fields 14 and 15 of its stat)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


async def _open_chat(port: int) -> None:
    await _post(port, "/control/people/101/send", b'{"text":"/start"}')


async def _post(port: int, path: str, body: bytes) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(_request(port, path, body))
    await _answer(reader)
    writer.close()


def _request(port: int, path: str, body: bytes) -> bytes:
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


async def _client(port: int, calls: int) -> None:
    """One connection, one call after the other."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    request = _request(port, f"/bot{TOKEN}/sendMessage", BODY)
    for _ in range(calls):
        writer.write(request)
        status = await _answer(reader)
        assert b" 200 " in status, status
    writer.close()


async def _answer(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    length = int(re.findall(rb"(?i)content-length: (\d+)", head)[0])
    await reader.readexactly(length)
    return head.partition(b"\r\n")[0]
