"""The training room: collections, lessons, stories, and who may look in."""
