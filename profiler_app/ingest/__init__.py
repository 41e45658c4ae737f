"""From files to clean, typed records: readers, encodings, mapping, cleaning."""
