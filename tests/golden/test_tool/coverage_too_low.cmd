precis test samples.precis --filter approved --coverage --min-coverage 60
