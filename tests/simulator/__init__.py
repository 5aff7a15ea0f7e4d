"""Conformance suite of the local Telegram."""
