"""``python -m bot``."""

from bot import ops
from bot.cli import cli

__all__ = ["cli", "ops"]  # the commands of ops are registered by importing it

if __name__ == "__main__":
    cli(prog_name="python -m bot")
