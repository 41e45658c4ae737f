"""Quality of data over columns of all customers: scores, checks, duplicates, spellings."""
