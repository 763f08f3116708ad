# How many there are is not written down, so that a new policy changes nothing here.
precis test ../../../policies | grep -E 'FAILED|failed$' | sed -E 's/^[0-9]+ passed, //'
