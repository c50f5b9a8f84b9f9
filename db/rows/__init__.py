"""SQL of the read side: one module per list or search."""
