"""What bench/run, bench/compare, bench/reach and bench/curves share. Python's standard library only."""
