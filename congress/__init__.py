"""职工代表大会 · the employee congress of an enterprise."""

VERSION = "0.1.0"  # that of pyproject.toml
