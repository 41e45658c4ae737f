"""Features of customers: the numbers that tags, filters, models and the card are made of."""

from profiler_app.analysis.features.compute import FeatureRun, compute_features
from profiler_app.analysis.features.stages import History
from profiler_app.analysis.features.view import Context

__all__ = ["Context", "FeatureRun", "History", "compute_features"]
