precis test two_schemas.precis
