"""For the tests of the risk rules. Tens of thousands of sentences walk the same few lines again and again: counted in the other tests is enough,
since counting every line of every sentence takes as long as all the rest of the suite."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from coverage import Coverage

MANY = {"test_plain.py", "test_second.py", "test_together.py", "test_idioms.py", "test_evaluation.py"}


@pytest.fixture(autouse=True)
def _uncounted(request: pytest.FixtureRequest) -> Iterator[None]:
    counting = Coverage.current() if request.path.name in MANY else None
    if counting is None:
        yield
        return
    counting.stop()
    yield
    counting.start()
