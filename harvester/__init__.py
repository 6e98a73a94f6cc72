"""Harvests Norwegian meeting portals into a store of records, documents and text."""
