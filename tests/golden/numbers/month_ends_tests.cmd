precis test month_ends.precis
