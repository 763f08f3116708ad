precis test step.precis
