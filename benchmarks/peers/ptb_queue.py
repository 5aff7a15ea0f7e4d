"""python-telegram-bot with one queue for everything it sends, emptied at Telegram's pace: how a bot keeps the limit when nobody thinks of lanes."""

from __future__ import annotations

import asyncio
import os
from typing import Any

from telegram import Update
from telegram.ext import Application, ApplicationBuilder, ContextTypes, MessageHandler, filters

from benchmarks.peers import PARTNER, TOKEN, URL, partner

PACE = 1.02 / 30
COUNSELOR = 301
queue: asyncio.Queue[tuple[int, str]] = asyncio.Queue()


async def relay(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message is not None and update.message.text is not None and update.effective_user is not None
    alarm = update.message.text == "/sos"
    queue.put_nowait((COUNSELOR if alarm else partner(update.effective_user.id), update.message.text))


async def send(application: Application[Any, Any, Any, Any, Any, Any]) -> None:
    loop = asyncio.get_running_loop()
    free = loop.time()
    while True:
        chat, text = await queue.get()
        await asyncio.sleep(max(0.0, free - loop.time()))
        free = max(free, loop.time() - PACE) + PACE
        application.create_task(application.bot.send_message(chat, text))


async def begin(application: Application[Any, Any, Any, Any, Any, Any]) -> None:
    for n in range(int(os.environ.get("PROMPTS", "20000"))):
        queue.put_nowait((10 * PARTNER + n, "How are you today?"))
    application.create_task(send(application))


def main() -> None:
    builder: Any = ApplicationBuilder().token(TOKEN).base_url(f"{URL}/bot").base_file_url(f"{URL}/file/bot").post_init(begin)
    application: Application[Any, Any, Any, Any, Any, Any] = builder.build()
    application.add_handler(MessageHandler(filters.TEXT, relay))
    application.run_polling(allowed_updates=["message"])


if __name__ == "__main__":
    main()
