"""How long customers stay who do not buy but are under contract."""
