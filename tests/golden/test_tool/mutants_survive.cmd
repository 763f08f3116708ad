precis test mutants.precis --mutate
