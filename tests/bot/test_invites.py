"""Invitations: the link in the picture works once, for whoever comes first, and says so to everybody else."""

from __future__ import annotations

import re
from pathlib import Path

from bot.effects.inviting import GOOD_FOR
from simulator.handles import PersonHandle
from tests.support import Running


def read(who: PersonHandle) -> list[str]:
    """What stands in their chat."""
    return [message.get("text") or message.get("caption") or "" for message in who.sees()]


async def made(bot: Running, *taps: str) -> str:
    """The link of a new invitation, as the coordinator passes it on."""
    await bot.maya.says("/invite")
    await bot.settled()
    for label in taps:
        await bot.maya.taps(label)
        await bot.settled()
    found = re.findall(r"https://t\.me/\w+\?start=([\w-]+)", "\n".join(read(bot.maya)))
    assert found
    return found[-1]


async def test_a_volunteer_is_invited_once(tmp_path: Path) -> None:
    async with Running(tmp_path) as bot:
        token = await made(bot, "🌱 Calon relawan")
        assert await bot.value("SELECT count(*) FROM invites WHERE token_hash LIKE '%' || :token || '%'", token=token) == 0
        await bot.onboard(bot.rani)
        for who, hears in ((bot.rani, "diajak jadi relawan"), (bot.alex, "used already")):
            await who.says(f"/start {token}")
            await bot.settled()
            assert any(hears in text for text in read(who))
        await bot.rani.says(f"/start {token}")  # tapped a second time
        await bot.settled()
        assert not any("sudah dipakai" in text for text in read(bot.rani))


async def test_an_old_one_is_good_for_nothing(tmp_path: Path) -> None:
    async with Running(tmp_path) as bot:
        token = await made(bot, "🌱 Calon relawan")
        await bot.advance(seconds=GOOD_FOR // 1000 + 1)
        await bot.rani.says(f"/start {token}")
        await bot.settled()
        assert any("terlalu lama" in text for text in read(bot.rani))
