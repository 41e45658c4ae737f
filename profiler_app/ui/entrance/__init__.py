"""What one sees before a workspace is open: making one, unlocking one, and switching between."""
