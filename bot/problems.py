"""What can stop the program, each with a sentence for a human and an exit code.

::

    Problem                 1   anything else that has a clear reason
    ├── ConfigProblem       2   config.yaml, data/ or the environment is wrong
    ├── StoreProblem        3   the database: held, newer, corrupt, full
    ├── KeyProblem          4   the key is missing, malformed or not the one the database was written with
    └── TelegramProblem     5   wrong token, or another bot is polling with it
"""

from __future__ import annotations


class Problem(Exception):
    """Ends the program with its message and ``code``; never with a traceback."""

    code = 1


class ConfigProblem(Problem):
    code = 2


class StoreProblem(Problem):
    code = 3


class KeyProblem(Problem):
    code = 4


class TelegramProblem(Problem):
    code = 5
