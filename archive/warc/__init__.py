"""The truth: what was captured, where it lies, how it is proved."""
