"""Insights into the whole base: charts over one filter, each part of which opens its customers."""
