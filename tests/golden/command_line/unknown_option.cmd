precis check two_schemas.precis --fromat json
