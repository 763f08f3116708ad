precis test predicted.precis
