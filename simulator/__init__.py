"""A local Telegram: the Bot API over real HTTP, a world of people, a control API and a page. For any bot; knows nothing of Sebaya.

from simulator import Simulator
"""

from simulator.client import Simulator
from simulator.clock import Clock
from simulator.errors import ControlError

__all__ = ["Clock", "ControlError", "Simulator"]
