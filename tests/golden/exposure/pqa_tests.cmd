precis test pqa.precis
