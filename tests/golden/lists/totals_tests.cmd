precis test totals.precis
