"""What a process gives up before it reads bytes that may be hostile. Linux; nothing given up can be had back.

Resource limits bound time and memory and leave no room for a further open file, so there are no sockets either. Where
the kernel filters system calls (seccomp), everything is refused but reading and writing what is open, and memory.
"""

import ctypes
import platform
import resource
import signal
import struct

CPU_SECONDS = 10
MEMORY_BYTES = 512 * 1024 * 1024
WALL_SECONDS = 20
_OPEN_FILES = 3

_NO_NEW_PRIVILEGES, _SET_FILTER, _FILTER_MODE = 38, 22, 2  # linux/prctl.h, linux/seccomp.h
_ALLOW, _REFUSE, _KILL = 0x7FFF0000, 0x00050001, 0x80000000  # refuse: as if not permitted (EPERM)
_LOAD, _EQUALS, _RETURN = 0x20, 0x15, 0x06  # linux/filter.h
# (as the kernel calls the processor, its number in linux/audit.h): the system calls that are left, by number:
# read write close fstat lseek mmap mprotect munmap brk signals mremap madvise futex who-am-I clocks random exit
_LEFT: dict[str, tuple[int, tuple[int, ...]]] = {
    "x86_64": (
        0xC000003E,
        (
            *(0, 1, 3, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 28, 39, 44, 45, 60, 98, 131, 186, 202, 204, 219),
            *(228, 230, 231, 271, 273, 318, 324, 334),
        ),
    ),
    "aarch64": (
        0xC00000B7,
        (
            *(57, 62, 63, 64, 73, 80, 93, 94, 98, 99, 113, 115, 123, 124, 128, 132, 134, 135, 139, 165, 172, 178),
            *(206, 207, 214, 215, 216, 222, 226, 233, 278, 283, 293),
        ),
    ),
}


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def give_up_everything() -> bool:
    """Give up time, memory, files, network and other processes; returns whether system calls are filtered too."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(WALL_SECONDS)
    for what, most in (
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
    ):
        resource.setrlimit(what, (most, most))
    return _filter_system_calls()


def _filter_system_calls() -> bool:
    found = _LEFT.get(platform.machine())
    if found is None:
        return False
    library = ctypes.CDLL(None, use_errno=True)
    code = ctypes.create_string_buffer(_filter(*found))
    program = _Program(len(code.raw) // 8, ctypes.addressof(code))
    if library.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return False
    return bool(library.prctl(_SET_FILTER, _FILTER_MODE, ctypes.byref(program), 0, 0) == 0)


def _filter(processor: int, calls: tuple[int, ...]) -> bytes:
    """The filter as the kernel's small machine reads it (Documentation/userspace-api/seccomp_filter.rst)."""
    steps = [(_LOAD, 0, 0, 4), (_EQUALS, 1, 0, processor), (_RETURN, 0, 0, _KILL), (_LOAD, 0, 0, 0)]
    for n, call in enumerate(calls):
        steps.append((_EQUALS, len(calls) - n, 0, call))
    steps += [(_RETURN, 0, 0, _REFUSE), (_RETURN, 0, 0, _ALLOW)]
    return b"".join(struct.pack("HBBI", *step) for step in steps)
