"""The control API: what people do, what goes wrong, what time it is, and what has been called. For the page and for other processes."""

from simulator.control.api import ControlApi

__all__ = ["ControlApi"]
