"""aiogram 3 as its documentation shows it: a dispatcher, polling, every update in a task of its own."""

from __future__ import annotations

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message

from benchmarks.peers import TOKEN, URL, partner

dispatcher = Dispatcher()


@dispatcher.message()
async def relay(message: Message, bot: Bot) -> None:
    assert message.from_user is not None and message.text is not None
    await bot.send_message(partner(message.from_user.id), message.text)


def main() -> None:
    server = TelegramAPIServer(base=f"{URL}/bot{{token}}/{{method}}", file=f"{URL}/file/bot{{token}}/{{path}}")
    dispatcher.run_polling(Bot(TOKEN, session=AiohttpSession(api=server)))


if __name__ == "__main__":
    main()
