"""Webhook deliveries (see ``setWebhook``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulator.core import Core


class Webhooks:
    """Delivers updates to the bots that asked for it."""

    def __init__(self, core: Core) -> None:
        self.core = core

    async def stop(self) -> None:
        """End all deliveries."""
