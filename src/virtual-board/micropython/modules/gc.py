# `gc` of the chip: the WebAssembly port counts memory that it could still get from its host as
# free, and collects only when no Python runs; `_host.collect` does it now.
import gc as _gc
import _host

mem_alloc = _gc.mem_alloc
enable = _gc.enable
disable = _gc.disable
isenabled = _gc.isenabled
_GROWTH = 128 << 20


def mem_free():
    return _gc.mem_free() - _GROWTH


def collect():
    _host.collect()


def threshold(amount=-1):
    return -1
