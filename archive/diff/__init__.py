"""Two readings of a story compared, part by part. Pure."""
