"""A fictional county and its neighbour, and their portal on loopback."""
