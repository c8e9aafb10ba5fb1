"""What a command does step by step: asks what it must know, then makes a wish or saves."""
