"""Making several records one customer, and separating them again."""
