# `gc` of the chip. The WebAssembly port counts memory that it could still allocate from its host as free
# and collects only when no Python runs; `_host.collect` does it now. What the stand-in modules take
# is C code in the chip's flash, so it is not counted.
import gc as _gc
import _host

enable = _gc.enable
disable = _gc.disable
isenabled = _gc.isenabled
_GROWTH = 128 << 20
_HEAP = 38016  # 38 KiB without the collector's own tables
_CHIP_AT_BOOT = 1500
_ours = 0


def _settle():
    global _ours
    collect()
    _ours = _gc.mem_alloc() - _CHIP_AT_BOOT


def mem_alloc():
    return _gc.mem_alloc() - _ours


def mem_free():
    return max(0, _HEAP - mem_alloc())


def collect():
    _host.collect()


def threshold(amount=-1):
    return -1
