precis test warfarin.precis
