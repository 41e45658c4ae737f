"""Whole operations as plain functions over a workspace."""
