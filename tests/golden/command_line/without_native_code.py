"""Runs a command in a process that may not make memory executable, as hardened systems do.

    without_native_code.py <command> [arguments]

A seccomp filter answers mprotect(…, PROT_EXEC) with EACCES. Needs no rights.
"""

import ctypes
import os
import platform
import struct
import sys

PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS, MODE_FILTER = 22, 38, 2
MPROTECT = {"x86_64": 10, "aarch64": 226}[platform.machine()]
PROT_EXEC, EACCES = 4, 13
LOAD, EQUAL, ANY_BIT, RETURN = 0x20, 0x15, 0x45, 0x06
ALLOW, ERRNO = 0x7FFF0000, 0x00050000
SYSCALL, THIRD_ARGUMENT = 0, 32  # offsets in seccomp_data

FILTER = b"".join(struct.pack("HBBI", *instruction) for instruction in [
    (LOAD, 0, 0, SYSCALL),
    (EQUAL, 0, 3, MPROTECT),
    (LOAD, 0, 0, THIRD_ARGUMENT),
    (ANY_BIT, 0, 1, PROT_EXEC),
    (RETURN, 0, 0, ERRNO | EACCES),
    (RETURN, 0, 0, ALLOW),
])


def main(command):
    libc = ctypes.CDLL(None, use_errno=True)
    instructions = ctypes.create_string_buffer(FILTER, len(FILTER))
    program = struct.pack("HxxxxxxP", len(FILTER) // 8, ctypes.addressof(instructions))
    if (libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0
            or libc.prctl(PR_SET_SECCOMP, MODE_FILTER, program, 0, 0) != 0):
        sys.exit(f"no filter can be set: {os.strerror(ctypes.get_errno())}")
    os.execvp(command[0], command)


if __name__ == "__main__":
    main(sys.argv[1:])
