"""Measurements: ``python -m benchmarks`` prints them as tables. What they mean and what they last said stands in docs/benchmarks.md."""
