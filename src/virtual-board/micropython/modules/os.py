# `os` of the chip: files as LittleFS shows them (extmod/vfs_lfsx.c), on the port's POSIX files.
import uos as _os
import _files

sep = "/"
chdir = _os.chdir
getcwd = _os.getcwd
mkdir = _os.mkdir
mount = _os.mount
umount = _os.umount
remove = _os.remove
unlink = _os.remove
rmdir = _os.rmdir

_DIRECTORY = 0x4000


# The port's own rename mixes up its two paths below a file system that is not the root.
def rename(old, new):
    answer = _files.rename(_absolute(old), _absolute(new))
    if answer < 0:
        raise OSError(-answer)


def _absolute(path):
    return path if path[0:1] == "/" else _os.getcwd().rstrip("/") + "/" + path


def stat(path):
    real = _os.stat(path)
    mode = real[0] & 0xF000
    size = 0 if mode == _DIRECTORY else real[6]
    return (mode, 0, 0, 0, 0, 0, size, 0, 0, 0)


def ilistdir(path="."):
    path = path.rstrip("/") + "/"
    for name in listdir(path):
        entry = stat(path + name)
        yield (name, entry[0], 0, entry[6])


def listdir(path="."):
    return sorted(_os.listdir(path))


def statvfs(path="/"):
    total = _files.total_blocks()
    free = _files.free_blocks()
    return (4096, 4096, total, free, free, 0, 0, 0, 0, 255)


def sync():
    pass


def urandom(count):
    from random import getrandbits

    return bytes(getrandbits(8) for _ in range(count))


def dupterm(stream=None, index=0):
    return None


def dupterm_notify(_):
    pass


def uname():
    from sys import implementation
    from collections import namedtuple

    release = "%d.%d.%d" % implementation.version[:3]
    fields = ("sysname", "nodename", "release", "version", "machine")
    values = ("esp8266", "esp8266", "2.2.0-dev(9422289)", "v" + release, implementation._machine)
    return namedtuple("", fields)(*values)
