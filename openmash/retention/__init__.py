"""How long records are kept, what stops their erasure, how they are erased, and who asks to see their own."""
