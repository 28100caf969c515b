# `vfs` of the chip: the filesystem at the root is shown as the one that is in flash.
import vfs as _vfs
import sys as _sys

umount = _vfs.umount


class VfsLfs2:
    def __repr__(self):
        return "<VfsLfs2>"


def mount(*args, **options):
    if args or options or _sys.implementation.version < (1, 25):
        return _vfs.mount(*args, **options)
    return [(VfsLfs2() if path == "/" else fs, path) for fs, path in _vfs.mount()]


# The other filesystem that holds this absolute path; None for that in flash.
def _elsewhere(path):
    for fs, at in _vfs.mount():
        if at != "/" and (path + "/")[: len(at) + 1] == at + "/":
            return fs
