"""The palette: customers, pages and commands from one field."""

from profiler_app.ui.palette.entries import commands_of
from profiler_app.ui.palette.palette import Palette

__all__ = ["Palette", "commands_of"]
