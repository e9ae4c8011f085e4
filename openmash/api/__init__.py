"""The HTTP API by which an agency's own computer system keeps that agency's person index current."""
