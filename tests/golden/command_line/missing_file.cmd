precis check no/such/file.precis
