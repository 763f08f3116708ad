precis test carry_in.precis
