precis test roundings.precis
