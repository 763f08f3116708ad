precis test samples.precis --format junit
