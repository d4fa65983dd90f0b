"""Secret votes on phones: voting keys, the tellers' common key, the sealed box, and its opening."""
