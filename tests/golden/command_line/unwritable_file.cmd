precis run ../../../docs/tutorial/celecoxib.precis --records ../../../docs/tutorial/members.ndjson --decisions no/such/folder/decisions.ndjson
