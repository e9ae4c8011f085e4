"""What the pages of enquiries show, as plain values."""
