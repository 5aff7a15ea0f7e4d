"""Named points at which a test can kill the process, to prove that nothing is lost between any two steps.

``SEBAYA_FAULT=committed:3`` kills the process with SIGKILL the third time it passes the point ``committed``. Unset, a point costs one
comparison.
"""

from __future__ import annotations

import os
import signal

POINTS = ("received", "committed", "confirmed", "picked", "sent", "marked")
# of the commands that take care of the database
CARE = (
    "copied",
    "sealing",
    "sealed",
    "unpacked",
    "exchanged",
    "resealed",
    "retained",
    "wiped",
    "erased",
    "packed",
)

_name, _, _count = os.environ.get("SEBAYA_FAULT", "").partition(":")
_left = int(_count or 1)


def at(point: str) -> None:
    """Dies here if this is the point and the pass that the environment asked for."""
    global _left
    if point == _name:
        _left -= 1
        if _left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)
