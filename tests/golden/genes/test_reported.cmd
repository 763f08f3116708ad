precis test reported.precis
