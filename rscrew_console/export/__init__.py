"""The crew in the formats of other programs."""
