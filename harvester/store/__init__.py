"""The store: records, versions, blobs and runs; the only room that imports the database library."""
