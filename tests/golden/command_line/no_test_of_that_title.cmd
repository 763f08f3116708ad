precis test ../../../docs/tutorial --filter "no such title"
