"""aiohttp and nothing else, 64 sends at once: the limit of the local Telegram and of the machine, not a bot anybody would write."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
import uvloop

from benchmarks.peers import TOKEN, URL, partner

BASE = f"{URL}/bot{TOKEN}"
AT_ONCE = 64


async def run() -> None:
    offset, busy, tasks = 0, asyncio.Semaphore(AT_ONCE), set[asyncio.Task[None]]()
    connector = aiohttp.TCPConnector(limit=AT_ONCE + 1)
    async with aiohttp.ClientSession(connector=connector) as session:

        async def send(message: dict[str, Any]) -> None:
            async with busy, session.post(f"{BASE}/sendMessage", json={"chat_id": partner(message["from"]["id"]), "text": message["text"]}) as answer:
                await answer.read()

        while True:
            async with session.post(f"{BASE}/getUpdates", json={"offset": offset, "timeout": 30}) as answer:
                updates = (await answer.json())["result"]
            for update in updates:
                offset = update["update_id"] + 1
                task = asyncio.create_task(send(update["message"]))
                tasks.add(task)
                task.add_done_callback(tasks.discard)


if __name__ == "__main__":
    uvloop.run(run())
