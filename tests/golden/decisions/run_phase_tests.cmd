precis test phase_tests.precis
