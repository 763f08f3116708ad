precis test base.precis combined.precis broken_guarantees.precis
