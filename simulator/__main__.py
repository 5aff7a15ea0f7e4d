"""``python -m simulator --port 8080``: the local Telegram on its own, for any bot."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import logging
import signal
import sys
from pathlib import Path

from simulator.client import Simulator
from simulator.storage import StorageError


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="simulator", description="A local Telegram for bots: Bot API server, world of people, web page.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=8080, help="port to listen on; 0: any free one (default: %(default)s)")
    parser.add_argument("--token", help="token of the first bot (default: the one in the world file)")
    parser.add_argument("--world", type=Path, help="YAML file of the first world (default: the one that comes with it)")
    parser.add_argument("--empty", action="store_true", help="start with no people")
    parser.add_argument("--database", type=Path, help="SQLite file to go on from (default: all is forgotten at the end)")
    parser.add_argument("--lenient", action="store_true", help="ignore unknown parameters, as the real server does")
    parser.add_argument("--limits", action="store_true", help="switch flood control on")
    parser.add_argument("--journal", type=int, default=10_000, help="how many calls the journal keeps (default: %(default)s)")
    return parser.parse_args()


async def serve(options: argparse.Namespace) -> None:
    """Run until interrupted."""
    world = False if options.empty else options.world or True
    telegram = Simulator(
        options.port,
        options.token,
        host=options.host,
        limits=options.limits,
        journal=options.journal,
        world=world,
        strict=not options.lenient,
        allow_violations=True,
        database=options.database,
    )
    await telegram.start()
    print(f"local Telegram: {telegram.url}   (Bot API: {telegram.url}/bot{telegram.token}/…)", flush=True)
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):
            asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    await stopped.wait()
    await telegram.stop()


def main() -> None:
    """Entry point."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    options = arguments()
    try:
        run(options)
    except (OSError, StorageError, ValueError) as error:
        print(f"the local Telegram cannot start: {error}", file=sys.stderr)
        sys.exit(1)


def run(options: argparse.Namespace) -> None:
    """Run on uvloop where there is one."""
    try:
        import uvloop
    except ImportError:
        asyncio.run(serve(options))
    else:
        uvloop.run(serve(options))


if __name__ == "__main__":
    main()
