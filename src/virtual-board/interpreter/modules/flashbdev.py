# `flashbdev` of the chip: where the filesystem lies. Its blocks are not for Python here.
import _files
from _board import call


class FlashBdev:
    SEC_SIZE = 4096

    def __init__(self):
        self.start_sec = call("info", "flash_user_start") // 4096
        self.blocks = _files.total_blocks()

    def ioctl(self, op, arg):
        if op == 4:
            return self.blocks
        if op == 5:
            return self.SEC_SIZE
        return 0


bdev = FlashBdev()
