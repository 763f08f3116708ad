precis explain ../../../policies/cardiology --records ../../../docs/tutorial/members.ndjson --member Ada
