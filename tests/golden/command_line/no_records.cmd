precis run two_schemas.precis
