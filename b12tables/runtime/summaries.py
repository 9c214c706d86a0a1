"""How long what stands on a card in another program may be."""

LONGEST_SUMMARY = 140
"""Characters of a card's summary, by CDS Hooks 2.0; a check proves of each headline that it is no longer."""
