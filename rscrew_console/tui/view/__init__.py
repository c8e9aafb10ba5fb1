"""What the console shows, as pure functions from the session to spans of text with a tone."""
