precis test on_hand.precis
