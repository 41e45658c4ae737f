"""Zhike (知客): offline customer profiling on one encrypted file."""

__version__ = "0.2.0"
