"""A small blog that does not exist, in two editions, to show the program on."""
