"""The vocabulary of the product, on the standard library only."""
