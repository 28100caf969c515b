# `input()`: that of the WebAssembly port waits for a key and never returns.
import builtins
from sys import stdin, stdout


def input(prompt=""):
    stdout.write(prompt)
    line = ""
    while True:
        key = stdin.read(1)
        if key == "\r" or key == "\n":
            stdout.write("\r\n")
            return line
        if key == "\x04" and not line:
            raise EOFError
        if key == "\x08" or key == "\x7f":
            if line:
                line = line[:-1]
                stdout.write("\x08 \x08")
        elif key >= " ":
            line += key
            stdout.write(key)


builtins.input = input
