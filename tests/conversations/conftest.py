"""Hypothesis without its stopwatch: on a busy machine one slow example is not a failure."""

from hypothesis import settings

settings.register_profile("conversations", deadline=None)
settings.load_profile("conversations")
