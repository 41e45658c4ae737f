"""Which records are one: blocks, comparison, weights (Fellegi-Sunter with EM), groups."""
