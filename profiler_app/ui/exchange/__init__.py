"""Customers leave for another workspace, arrive from one, or are imitated for training."""
