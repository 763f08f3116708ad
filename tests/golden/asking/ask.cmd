precis ask inhaler.precis <<END
2026-03-01
biologic a
no
no
abc
2000
1
END
