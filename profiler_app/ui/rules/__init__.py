"""Rules put together from conditions, or typed."""
