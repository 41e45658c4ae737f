"""Customers by the time they came, and how many are still there later."""
