from captive_portal import CaptivePortal
wifi = CaptivePortal().start()  # a phone gives the board its network
from captive_portal import app; app.run(wifi)  # a starter app, if one was chosen; then your program
