"""What blog platforms have in common, declared as data."""
