-- When somebody was last shown the numbers to call: once a day is enough, and what was not shown does not count.
ALTER TABLE people ADD COLUMN numbers_at INTEGER;
