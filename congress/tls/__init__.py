"""A certificate for a hall without internet: our own small authority and a server certificate from it.

Signing in the browser needs a secure context, so the hall's phones must trust this
server. They are given ``ca.pem`` once; the authority may speak only for local names,
private addresses and what it was made for, so that trusting it opens no other door.
"""

from congress.tls.hall import HallCertificate, fingerprint, hall_certificate
from congress.tls.names import addresses

__all__ = ["HallCertificate", "addresses", "fingerprint", "hall_certificate"]
