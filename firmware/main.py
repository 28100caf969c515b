from captive_portal import CaptivePortal, run_app

wifi = CaptivePortal().start()  # a phone gives the board its network
run_app(wifi)  # the starter app that was chosen, if any; then your program goes on
