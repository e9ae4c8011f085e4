"""How long records are kept, what must not be erased, what is due, and what was erased."""
