"""A verifier whose check cannot fail is none: each check is taken out in turn, and a test must notice."""
