"""What we claim about speed, runnable. `make bench`; see `docs/benchmarks.md`."""
