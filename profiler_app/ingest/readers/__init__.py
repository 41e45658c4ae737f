"""Readers of single formats. Those that run in the child process import nothing else of ours."""
