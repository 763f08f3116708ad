echo "{}" | precis explain two_schemas.precis --records -
