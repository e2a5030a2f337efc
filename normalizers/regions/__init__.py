"""The regions a page is cut into, each read once."""
