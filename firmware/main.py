from captive_portal import CaptivePortal

wifi = CaptivePortal().start()  # a phone gives the board its network; then your program goes on
