"""The list of customers, with search, filters and a panel about the current one."""

from profiler_app.ui.pages.customers.page import CustomersPage

__all__ = ["CustomersPage"]
