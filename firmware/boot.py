# Runs before main.py after every reset.
import esp
import gc

esp.osdebug(None)  # keep the Wi-Fi chip's own messages off the console
gc.collect()
