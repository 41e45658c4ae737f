"""Features of customers: the numbers that tags, filters, models and the card are made of."""

from profiler_app.analysis.features.compute import FeatureRun, compute_features
from profiler_app.analysis.features.population import SOURCES, Sample, learn, sample
from profiler_app.analysis.features.stages import History
from profiler_app.analysis.features.view import Context

__all__ = [
    "SOURCES",
    "Context",
    "FeatureRun",
    "History",
    "Sample",
    "compute_features",
    "learn",
    "sample",
]
