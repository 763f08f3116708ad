precis test part_d.precis
