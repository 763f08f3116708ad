python3 -B without_native_code.py precis test ../../../policies/
