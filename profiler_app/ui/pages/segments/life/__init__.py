"""The tab of stages of life, of who comes back, and of loyalty."""

from profiler_app.ui.pages.segments.life.tab import LifeTab

__all__ = ["LifeTab"]
