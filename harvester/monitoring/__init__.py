"""Whether the harvest is well: what is broken, who is told of it, and what machines that watch can read."""
