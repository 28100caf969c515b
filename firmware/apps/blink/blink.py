# Blinks the LED of the module: GPIO2, which a D1 Mini calls D4. It lights while the pin is low.

import time
from machine import Pin


def run(wifi, settings):
    # Called by main.py when the board is in the home network. Goes on until Ctrl-C.
    led = Pin(2, Pin.OUT, value=1)
    print("Blinking the LED on GPIO2 (D4) once a second. Ctrl-C stops it.")
    count = 0
    try:
        while True:
            led.value(0)
            time.sleep_ms(100)
            led.value(1)
            time.sleep_ms(900)
            count += 1
            if not count & (count - 1):  # 1, 2, 4, 8, ...: tells of it without flooding the console
                print("Blinked %d time%s" % (count, "" if count == 1 else "s"))
    finally:
        led.value(1)
