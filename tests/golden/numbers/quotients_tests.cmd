precis test quotients.precis
