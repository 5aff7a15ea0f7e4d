"""Checks of requests against the installed python-telegram-bot: its signatures are the Bot API that this project can speak."""

from simulator.checks.signatures import Signature, signatures

__all__ = ["Signature", "signatures"]
