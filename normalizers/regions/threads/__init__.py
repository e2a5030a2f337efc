"""Comment threads: which nodes are comments, who answers whom, what each one says."""
