"""``python -m bot doctor``: what may be wrong with an installation, each finding with what to do about it."""

from __future__ import annotations

import shutil
import sqlite3
import stat
import time
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from os import environ
from pathlib import Path
from typing import Any

import aiohttp

from bot import stats
from bot.backup import ENDING, verify
from bot.content import Content
from bot.crypt import Crypt, load_keys
from bot.problems import Problem
from bot.store import migrating
from bot.store.database import Unit, check_key
from bot.store.failures import problem_of
from bot.telegram.client import OFFICIAL, Client, TelegramError

ENOUGH_DISK = 500 * 1024 * 1024
BACKUP_AGE = 2 * 86_400  # s


@dataclass(frozen=True)
class Finding:
    what: str
    good: bool
    found: str
    do: str = ""


async def look(content: Content, database: Path) -> list[Finding]:
    """All findings, the local ones first."""
    found = [_disk(database), *_key(database), *_database(database), *_backups(database, content)]
    token = environ.get("TELEGRAM_BOT_TOKEN", "").strip()
    if not token:
        return [*found, Finding("token", False, "TELEGRAM_BOT_TOKEN is not set", "Get one from @BotFather and put it into .env.")]
    url = environ.get("TELEGRAM_API_URL") or OFFICIAL
    client = Client(token, url)
    try:
        before = time.monotonic()
        await client.start()
        took = time.monotonic() - before
        found.append(Finding("token", True, f"@{client.username}"))
        found.append(
            Finding("time to Telegram", took < 5, f"{took * 1000:.0f} ms", "" if took < 5 else "Look at the network, or choose a closer host.")
        )
        return [*found, await _clock(url), *await _bot(client), *await _group(client, content)]
    except (Problem, TelegramError) as error:
        return [*found, Finding("token", False, str(error), "Check the token, the network and TELEGRAM_API_URL.")]
    finally:
        await client.stop()


def _disk(database: Path) -> Finding:
    folder = next(path for path in (database.parent, *database.parent.parents) if path.exists())
    free = shutil.disk_usage(folder).free
    return Finding(
        "disk", free > ENOUGH_DISK, f"{free // 1024**2} MB free", "" if free > ENOUGH_DISK else "Make room: nothing can be kept on a full disk."
    )


def _key(database: Path) -> list[Finding]:
    path = database.parent / "key"
    if environ.get("SEBAYA_KEY"):
        return [Finding("key", True, "from SEBAYA_KEY")]
    if not path.exists() and not database.exists():
        return [Finding("key", True, f"none yet; it is made at the first start: {path}")]
    if not path.exists():
        return [Finding("key", False, "missing", f"Put {path} back: without it nothing can be read.")]
    return [Finding("key", not _open_to_all(path), str(path), f"Run: chmod 600 {path}" if _open_to_all(path) else "")]


def _database(database: Path) -> list[Finding]:
    if not database.exists():
        return [Finding("database", True, "none yet; it is made at the first start")]

    def work(unit: Unit) -> None:
        migrating.pending(unit.db)  # raises for one of a newer program
        check_key(unit.db, unit.crypt)

    try:
        verify(database)
        first, *older = load_keys(environ.get("SEBAYA_KEY"), database, make=False)
        stats.read(database, work, Crypt(first, *older))
    except Exception as error:  # whatever it is, it is what there is to say
        found = str(problem_of(error, database) if isinstance(error, sqlite3.Error) else error)
        damaged = not isinstance(error, Problem) and "cannot be opened" not in found and "Another program" not in found
        return [Finding("database", False, found, "Stop the bot and restore the newest backup: python -m bot restore" if damaged else "")]
    size = f"{database.stat().st_size // 1024} kB"
    if _open_to_all(database):
        return [Finding("database", False, f"whole, {size}, but others on this computer may read it", f"Run: chmod 600 {database}")]
    return [Finding("database", True, f"whole, {size}")]


def _open_to_all(path: Path) -> bool:
    return bool(path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))


def _backups(database: Path, content: Content) -> list[Finding]:
    """Nothing is said of a place so new that its first backup is not due yet."""
    folder = database.parent / content.config.backups.folder
    if not content.config.backups.folder:
        return [Finding("backups", True, "switched off in config.yaml")]
    newest = max((path.stat().st_mtime for path in folder.glob(f"*{ENDING}")), default=0.0)
    begun = min((path.stat().st_mtime for path in (database.parent / "key", database) if path.exists()), default=time.time())
    age = time.time() - (newest or begun)
    late = age > BACKUP_AGE
    do = f"Does the bot run at {content.config.backups.hour}:00 UTC, and can it write to {folder}? Now: python -m bot backup" if late else ""
    return [Finding("backups", not late, f"the newest is {age / 3600:.0f} h old" if newest else "none yet", do)]


async def _clock(url: str) -> Finding:
    try:
        async with aiohttp.ClientSession() as session, session.get(url, timeout=aiohttp.ClientTimeout(10)) as reply:
            off = abs(parsedate_to_datetime(reply.headers["Date"]).timestamp() - time.time())
    except (aiohttp.ClientError, TimeoutError, KeyError, ValueError):
        return Finding("clock", True, "could not be compared")
    return Finding("clock", off < 30, f"{off:.0f} s off", "" if off < 30 else "Switch on time synchronisation (timedatectl set-ntp true).")


async def _bot(client: Client) -> list[Finding]:
    info = await client.call("getWebhookInfo", {})
    hook, waiting = str(info.get("url") or ""), int(info.get("pending_update_count") or 0)
    if hook and waiting and info.get("last_error_message"):
        do = "See that webhook.url leads through the proxy to webhook.host and port (deploy/Caddyfile, deploy/nginx.conf), with a valid certificate."
        return [Finding("updates", False, f"by webhook; {waiting} wait, Telegram says: {info['last_error_message']}", do)]
    return [Finding("updates", True, "by webhook" if hook else "by polling")]


def _rights(member: dict[str, Any], forum: bool) -> Finding:
    """With topics on, cases get topics of their own only where the bot may make and pin them."""
    status = str(member.get("status"))
    if status == "creator":
        return Finding("rights in the group", True, status)
    if status != "administrator":
        return Finding("rights in the group", False, status, "Make the bot an administrator of the group.")
    needed = {"can_manage_topics": "manage topics", "can_pin_messages": "pin messages", "can_delete_messages": "delete messages"} if forum else {}
    missing = [name for right, name in needed.items() if not member.get(right)]
    do = f"Let the bot {' and '.join(missing)}: each case has its topic then, which goes when its person erases everything." if missing else ""
    return Finding("rights in the group", not missing, f"administrator, may not {' or '.join(missing)}" if missing else status, do)


async def _group(client: Client, content: Content) -> list[Finding]:
    group = content.config.group
    if group is None:
        return [Finding("group", True, "none: calls go to the counselors' private chats")]
    try:
        chat: Any = await client.call("getChat", {"chat_id": group.id})
        me = await client.call("getMe", {})
        member = await client.call("getChatMember", {"chat_id": group.id, "user_id": me["id"]})
    except TelegramError as error:
        return [Finding("group", False, error.message, "Add the bot to the group, and check group.id in config.yaml.")]
    forum = bool(chat.get("is_forum"))
    return [
        _rights(member, forum),
        Finding("forum mode", True, "on" if forum else "off (topics are not used)"),
        Finding("privacy mode", True, "off" if me.get("can_read_all_group_messages") else "on: the bot sees only what is meant for it, as it should"),
    ]
