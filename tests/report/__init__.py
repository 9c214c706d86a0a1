"""Findings in words, and for tools."""
