"""The tab of feedback: figures, open complaints, texts one by one, products, ideas."""

from profiler_app.ui.pages.insights.feedback.tab import FeedbackTab

__all__ = ["FeedbackTab"]
