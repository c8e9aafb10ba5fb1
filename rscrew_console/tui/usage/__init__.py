"""What calls have really cost: read in the background, and drawn when it is known."""
