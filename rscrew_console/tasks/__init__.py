"""Task routing: which kind of task a prompt is, and which model answers it."""
