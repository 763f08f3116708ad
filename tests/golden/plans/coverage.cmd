precis test base.precis combined.precis --coverage
