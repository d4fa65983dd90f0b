"""Secret ballots that everybody can check: the Belenios protocol, version 1, as published by its authors.

Section numbers in this package are those of the Belenios specification 3.1. A group's element is
its text everywhere (the form in which it is hashed and written), so nothing is encoded twice.
"""
