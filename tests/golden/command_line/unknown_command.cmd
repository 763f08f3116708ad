precis chek ../../../policies
precis --fast
