precis test samples.precis
