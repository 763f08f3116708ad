precis explain E0999
