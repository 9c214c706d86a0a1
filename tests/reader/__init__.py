"""Workbooks read: what a cell says, mistakes, clumsy and hostile files."""
