"""Tests of the pure conversations: the exhaustive walk, the pieces they share, and the diagrams drawn from the same walk."""
