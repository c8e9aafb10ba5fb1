"""Task routing: the model that answers a prompt is chosen by the kind of task that it is."""
