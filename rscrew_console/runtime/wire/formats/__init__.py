"""The vendors' HTTP APIs: requests into bodies, bodies and streams into answers. Pure."""
