precis test base.precis combined.precis broken_guarantees.precis --format junit 2>/dev/null | grep -E "test(suites?|case)"
