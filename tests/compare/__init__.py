"""Two versions, and what another reading would change."""
