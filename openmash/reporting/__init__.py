"""What came of the hub's cases, as numbers: read-only, across packages, and never anybody's name."""
