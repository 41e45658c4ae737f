"""The palette: customers, pages and commands from one field."""

from profiler_app.ui.palette.palette import Palette

__all__ = ["Palette"]
