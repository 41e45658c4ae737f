"""All SQL: the encrypted workspace file, the ledger, and what is read from it."""
