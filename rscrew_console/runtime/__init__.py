"""What applications import: calls that fall back as the file says, and what they have cost."""
