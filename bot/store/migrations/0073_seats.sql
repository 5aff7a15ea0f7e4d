-- The place in the order of seats is a number as rows have it (ids.py), not a time: its old name said so wherever rows are read by their columns.
ALTER TABLE circle_members RENAME COLUMN at TO place;
