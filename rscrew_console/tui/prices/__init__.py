"""What the models cost: found out in the background, and drawn when it is known."""
