"""Text with formatting: parse modes to entities, entities found by themselves, lengths in UTF-16 units."""
