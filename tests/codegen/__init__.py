"""The generated package: as text, and as Python that runs."""
