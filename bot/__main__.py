"""``python -m bot``."""

from bot import ops, ops_drill, ops_invite, ops_keys
from bot.cli import cli

__all__ = ["cli", "ops", "ops_drill", "ops_invite", "ops_keys"]  # their commands are registered by importing them

if __name__ == "__main__":
    cli(prog_name="python -m bot")
