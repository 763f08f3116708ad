precis test acceptances.precis --mutate
