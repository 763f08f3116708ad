precis test samples.precis --mutate | tail -n 1
