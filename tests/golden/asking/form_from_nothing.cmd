# Everything that the decision can read, the day first.
precis ask inhaler.precis --questionnaire | grep linkId
