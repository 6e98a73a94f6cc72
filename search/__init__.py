"""Searches what the harvester has stored."""
