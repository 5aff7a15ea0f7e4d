"""The Bot API methods, one registered function each. Importing this package registers them all."""

from simulator.methods import callbacks, edits, getting, text
from simulator.methods.registry import HANDLERS

__all__ = ["HANDLERS", "callbacks", "edits", "getting", "text"]
