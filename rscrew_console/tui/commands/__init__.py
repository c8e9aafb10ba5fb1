"""What the user can do, each thing declared once: keys, label, help, action and when it can run."""
