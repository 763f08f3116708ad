precis explain ../../../docs/tutorial/celecoxib.precis --records ../../../docs/tutorial/members.ndjson --member Nobody
precis explain ../../../docs/tutorial/celecoxib.precis --records /dev/null
