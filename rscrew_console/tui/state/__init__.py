"""All state of the console, and no widget."""
