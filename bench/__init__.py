"""How fast the pages are, beside a page that does as little as can be. Run with `make bench`."""
