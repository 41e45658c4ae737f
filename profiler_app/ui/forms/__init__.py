"""Forms in a drawer: customers, talks, orders, tasks."""

from profiler_app.ui.forms.host import FormHost

__all__ = ["FormHost"]
