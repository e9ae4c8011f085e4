"""The HTTP API for an agency's own computer systems: its person index, and what is handed directly to it."""
