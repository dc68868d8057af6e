"""Run a program without network and files: ``python -I confined.py FOLDER PATH… -- COMMAND``.

Stands alone (standard library), because it becomes the program. On Linux the program gets
namespaces of its own: no network device at all, of the files only FOLDER (its own, to read and
write) and PATHs (programs and libraries, to read), no process but its own; they all end with it.
Where the system does not let a user have namespaces it ends with `CANNOT` and the reason.
"""

import ctypes
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

CANNOT: Final = 97

_NEW_USER, _NEW_NET, _NEW_MOUNTS = 0x10000000, 0x40000000, 0x00020000
_NEW_PROCESSES, _NEW_IPC, _NEW_NAMES = 0x20000000, 0x08000000, 0x04000000
_ALL: Final = _NEW_USER | _NEW_NET | _NEW_MOUNTS | _NEW_PROCESSES | _NEW_IPC | _NEW_NAMES
_READ_ONLY, _NO_SUID, _NO_DEVICES, _REMOUNT = 0x1, 0x2, 0x4, 0x20
_BIND, _RECURSIVE, _PRIVATE, _DETACH = 0x1000, 0x4000, 0x40000, 0x2
_DIE_WITH_PARENT, _NO_NEW_PRIVILEGES, _DROP_RIGHT = 1, 38, 24
# The flags of a mount that a user may not take away when it is mounted once more, by those that
# statvfs tells: read only, no suid, no devices, no execution, no times of access.
_LOCKED: Final = {
    0x1: 0x1,
    0x2: 0x2,
    0x4: 0x4,
    0x8: 0x8,
    0x400: 0x400,
    0x800: 0x800,
    0x1000: 1 << 21,
}
_KEPT: Final = ("PATH", "LANG", "LC_ALL", "TZ")  # other variables may hold passwords
_DEVICES: Final = ("null", "zero", "random", "urandom")
_PIVOT_ROOT: Final = {"x86_64": 155, "aarch64": 41, "riscv64": 41, "ppc64le": 203, "s390x": 217}


def main(arguments: Sequence[str]) -> None:
    """Become the program, or end with `CANNOT` and say why on the standard error stream."""
    end = arguments.index("--")
    folder, *paths = map(Path, arguments[:end])
    try:
        user, group = os.geteuid(), os.getegid()
        _call("unshare", _ALL)
        _keep_identity(user, group)
        child = os.fork()
        if child:
            _wait(child)
        _call("prctl", _DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0)
        _shut_in(folder, paths)
        _give_up_rights()
    except (OSError, AttributeError, KeyError) as error:
        os.write(2, f"the system gives a user no namespaces ({error})\n".encode())
        os._exit(CANNOT)
    command = list(arguments[end + 1 :])
    kept = {name: text for name, text in os.environ.items() if name in _KEPT}
    os.execve(command[0], command, {**kept, "HOME": str(folder), "TMPDIR": str(folder)})


def without_network() -> bool:
    """Take the network from this process, before it has threads.

    Returns:
        Whether the system could.
    """
    if sys.platform != "linux":
        return False
    user, group = os.geteuid(), os.getegid()
    try:
        if user == 0:  # in a namespace for users, root could not read what belongs to others
            _call("unshare", _NEW_NET)
        else:
            _call("unshare", _NEW_USER | _NEW_NET)
            _keep_identity(user, group)
    except OSError:
        return False
    return True


def _call(name: str, *arguments: Any) -> None:
    """Call a function of the C library."""
    encoded = [os.fsencode(a) if isinstance(a, (str, Path)) else a for a in arguments]
    library = ctypes.CDLL(None, use_errno=True)
    if getattr(library, name)(*encoded) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")


def _keep_identity(user: int, group: int) -> None:
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{group} {group} 1")


def _shut_in(folder: Path, paths: Sequence[Path]) -> None:
    """Leave everything behind but the folder and the paths."""
    _call("mount", "none", "/", None, _RECURSIVE | _PRIVATE, None)
    root = folder / "root"
    root.mkdir(exist_ok=True)
    _call("mount", "tmpfs", root, "tmpfs", _NO_SUID | _NO_DEVICES, "mode=755,size=64m")
    for path in dict.fromkeys(paths):
        _show(path, root)
    for name in _DEVICES:
        _bind(Path("/dev", name), _made(root, Path("/dev", name), folder=False))
    _bind(folder, _made(root, folder))
    for name in ("proc", "tmp", "old"):
        (root / name).mkdir(exist_ok=True)
    _call("mount", "proc", root / "proc", "proc", _NO_SUID | _NO_DEVICES, None)
    number = _PIVOT_ROOT[os.uname().machine]
    _call("syscall", number, os.fsencode(root), os.fsencode(root / "old"))
    os.chdir("/")
    _call("umount2", "/old", _DETACH)
    Path("/old").rmdir()


def _show(path: Path, root: Path) -> None:
    """Show a path, links as links, to be read and not written."""
    if not path.exists():
        return
    if path.is_symlink():
        link = root / path.relative_to("/")
        link.parent.mkdir(parents=True, exist_ok=True)
        if not os.path.lexists(link):
            link.symlink_to(path.readlink())
        return
    target = _made(root, path, folder=path.is_dir())
    _bind(path, target)
    told = os.statvfs(target).f_flag
    kept = sum(flag for seen, flag in _LOCKED.items() if told & seen)
    _call("mount", "none", target, None, _REMOUNT | _BIND | _READ_ONLY | kept, None)


def _made(root: Path, path: Path, *, folder: bool = True) -> Path:
    """Make the place at which a path is to be seen."""
    target = root / path.relative_to("/")
    (target if folder else target.parent).mkdir(parents=True, exist_ok=True)
    if not folder and not target.exists():
        target.touch()
    return target


def _bind(path: Path, target: Path) -> None:
    _call("mount", path, target, None, _BIND | _RECURSIVE, None)


def _wait(child: int) -> None:
    """End as the program does; it is the first process of its namespace, so all end with it."""
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    if code < 0:
        signal.signal(-code, signal.SIG_DFL) if -code not in (9, 19) else None
        os.kill(os.getpid(), -code)
    sys.exit(code)


def _give_up_rights() -> None:
    """Let nothing that follows have a right again, not even over its own namespaces."""
    _call("prctl", _NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    with suppress(OSError):  # beyond the last right that the system knows
        for right in range(64):
            _call("prctl", _DROP_RIGHT, right, 0, 0, 0)


if __name__ == "__main__":
    main(sys.argv[1:])
