"""Facades, one method per user intent: jobs, queue, policies, reports."""
