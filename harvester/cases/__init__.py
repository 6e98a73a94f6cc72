"""How papers, items and cases belong together, and how a case stands; pure rules over plain values."""
