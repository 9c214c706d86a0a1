"""What tables mean."""
