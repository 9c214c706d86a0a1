"""The documentation site: our own theme, generated pages joined with hand-written ones, and a check of it."""
