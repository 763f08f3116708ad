precis test carried.precis
