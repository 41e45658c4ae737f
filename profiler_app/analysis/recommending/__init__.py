"""What to offer next, from who bought what; and how often that would have been right."""
