"""python-telegram-bot as its documentation shows it: Application, httpx, polling.

``--at-once 64`` sets concurrent_updates; ``--aiohttp`` puts it on our transport (and on uvloop).
"""

from __future__ import annotations

import argparse
from typing import Any

from telegram import Update
from telegram.ext import Application, ApplicationBuilder, ContextTypes, MessageHandler, filters

from benchmarks.peers import TOKEN, URL, partner


async def relay(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message is not None and update.message.text is not None and update.effective_user is not None
    await context.bot.send_message(partner(update.effective_user.id), update.message.text)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--at-once", type=int, default=0)
    parser.add_argument("--aiohttp", action="store_true")
    options = parser.parse_args()
    builder: Any = ApplicationBuilder().token(TOKEN).base_url(f"{URL}/bot").base_file_url(f"{URL}/file/bot")
    if options.at_once:
        builder = builder.concurrent_updates(options.at_once)
    if options.aiohttp:
        import uvloop

        from bot.telegram.transport import AiohttpRequest

        uvloop.install()
        builder = builder.request(AiohttpRequest(64)).get_updates_request(AiohttpRequest(1))
    application: Application[Any, Any, Any, Any, Any, Any] = builder.build()
    application.add_handler(MessageHandler(filters.TEXT, relay))
    application.run_polling(allowed_updates=["message"])


if __name__ == "__main__":
    main()
