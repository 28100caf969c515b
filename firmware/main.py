from captive_portal import CaptivePortal

wifi = CaptivePortal().start()  # a phone gives the board its network

from captive_portal.app import run_app  # not sooner: the portal needs the memory

run_app(wifi)  # the starter app that was chosen, if any; then your program goes on
