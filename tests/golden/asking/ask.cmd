# It stops as soon as the decision is made: a specialist and severe asthma need no history.
precis ask inhaler.precis <<END | head -70
2026-03-01
biologic a
abc
2000
1

yes
severe
END
