"""Measurements of the running software, each beside a bare floor made of the same parts."""
