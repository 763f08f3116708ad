precis test .
