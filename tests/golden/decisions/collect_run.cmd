precis run collect.precis --records collect_run.ndjson
