"""Index back ends behind one contract."""
