"""Models over the customers: run by people, stored as derived data, used by tags and the card."""
