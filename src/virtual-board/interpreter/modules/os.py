# `os` of the chip: files as LittleFS shows them (extmod/vfs_lfsx.c), on the port's POSIX files.
import uos as _os
import _files
import vfs as _vfs
from _board import call as _call
from _board import check as _check

sep = "/"
chdir = _os.chdir
getcwd = _os.getcwd
mkdir = _os.mkdir
mount = _vfs.mount
umount = _vfs.umount
VfsLfs2 = _vfs.VfsLfs2
remove = _os.remove
unlink = _os.remove
rmdir = _os.rmdir

_DIRECTORY = 0x4000


# The port's own rename mixes up its two paths below a file system that is not the root.
def rename(old, new):
    if _vfs._elsewhere(_absolute(old)):
        return _os.rename(old, new)
    answer = _files.rename(_absolute(old), _absolute(new))
    if answer < 0:
        raise OSError(-answer)


def _absolute(path):
    return path if path[0:1] == "/" else _os.getcwd().rstrip("/") + "/" + path


def stat(path):
    if _vfs._elsewhere(_absolute(path)):
        return _os.stat(path)
    real = _os.stat(path)
    mode = real[0] & 0xF000
    size = 0 if mode == _DIRECTORY else real[6]
    return (mode, 0, 0, 0, 0, 0, size, 0, 0, 0)


def ilistdir(path=""):
    full = _absolute(path)
    if _vfs._elsewhere(full):
        return _os.ilistdir(path)
    full = full.rstrip("/") + "/"
    mounted = [at[1:] for _, at in _vfs._vfs.mount()] if full == "/" else ()
    return _entries(full, [name for name in sorted(_os.listdir(full)) if name not in mounted], mounted)


def _entries(folder, names, mounted):
    for name in mounted:
        if name:
            yield (name, _DIRECTORY, 0)
    for name in names:
        entry = stat(folder + name)
        yield (name, entry[0], 0, entry[6])


def listdir(path=""):
    return [entry[0] for entry in ilistdir(path)]


def statvfs(path="/"):
    if _vfs._elsewhere(_absolute(path)):
        return _os.statvfs(path)
    total = _files.total_blocks()
    free = _files.free_blocks()
    return (4096, 4096, total, free, free, 0, 0, 0, 0, 255)


def sync():
    pass


def urandom(count):
    from random import getrandbits

    return bytes(getrandbits(8) for _ in range(count))


# Slot 1 holds the UART (ports/esp8266/main.c); without it the REPL neither reads nor writes there.
# A stream in slot 0, as of WebREPL, is kept and not used.
_terminals = [None, None]


def dupterm(stream, index=0):
    if not 0 <= index < 2:
        raise ValueError("invalid dupterm index")
    before = _terminals[index]
    _terminals[index] = stream
    if index == 1:
        _check(_call("dupterm", int(hasattr(stream, "_is_repl"))))
    return before


def dupterm_notify(_):
    pass


def uname():
    from sys import implementation
    from sys import version as sys_version
    from collections import namedtuple

    version = sys_version.split("; MicroPython ")[1]
    fields = ("sysname", "nodename", "release", "version", "machine")
    values = ("esp8266", "esp8266", "2.2.0-dev(9422289)", version, implementation._machine)
    return namedtuple("", fields)(*values)
