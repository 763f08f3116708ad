precis dump two_schemas.precis --ir --policy adults
