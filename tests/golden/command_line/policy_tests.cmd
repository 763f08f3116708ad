precis test ../../../policies
