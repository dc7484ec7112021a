ALTER TABLE memory ADD COLUMN context TEXT; -- what was said where it was extracted from
