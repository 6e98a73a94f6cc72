"""Portal adapters: one file a product, pure, none knowing another."""
