precis explain ../../../policies/cardiology/clopidogrel.precis -r members.ndjson --for pharmacist
