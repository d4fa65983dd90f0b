"""Formal letters (公文) of the secretariat: notices, letters, public notices, minutes."""
