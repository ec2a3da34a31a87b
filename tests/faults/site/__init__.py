"""The smallest site that has jobs: processes start in half a second, and nothing else is there to interfere."""
