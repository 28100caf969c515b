# A price and the balances of an account from an exchange with Binance's API, once a minute. Requests
# that concern the account carry a time and a signature, see signing.py. Key and secret are entered on
# the sign-in page and never printed.

import gc
import json
import time
from signing import stamped
from web import Request

_WINDOW_MS = 5000  # so old may a request be when it arrives
_PAUSE_S = 60
_LONGEST_PAUSE_S = 300
_EPOCH_2000 = 946684800


class Clock:
    # The exchange's time in ms. The chip does not know the time when it starts, and drifts.
    base = None
    since = 0

    def set(self, ms):
        self.base = ms
        self.since = time.ticks_ms()

    def now(self):
        # Asked every minute; set anew each time, because ticks wrap around after 6.2 days.
        now = time.ticks_ms()
        self.base += time.ticks_diff(now, self.since)
        self.since = now
        return self.base


class Exchange:
    def __init__(self, wifi, settings):
        self.dns = wifi.ifconfig()[3]
        self.url = settings.get("exchange") or "https://api.binance.com"
        self.url = self.url.rstrip("/")
        self.key = settings.get("api_key") or ""
        self.secret = settings.get("api_secret") or ""
        self.symbol = settings.get("symbol") or "BTCUSDT"
        self.clock = Clock()
        self.ntp = True  # not yet found to be wrong
        self.failures = 0

    def turn(self):
        # Asks once. Returns the seconds until the next time, or None if there is no use in it.
        pause = self.price()
        if pause is None and self.key and self.secret:
            pause = self.account()
        if pause is None:
            self.failures = 0
            return _PAUSE_S
        return pause or None

    def price(self):
        answer = self.get("/api/v3/ticker/price", "symbol=" + self.symbol)
        if "price" in answer:
            print("%s: %s" % (self.symbol, repr(answer["price"])[:32].strip("'")))
            return None
        return self.pause(answer)

    def account(self):
        answer = {}
        for _ in range(2):
            if self.clock.base is None and not self.set_clock():
                break
            answer = self.get("/api/v3/account", "omitZeroBalances=true", True)
            if answer.get("code") != -1021:
                break
            print("The clock is off; asking the exchange for the time")
            self.clock.base = None
            self.ntp = False
        if "balances" not in answer:
            return self.pause(answer)
        try:
            for balance in answer["balances"]:
                print("%(asset)s: %(free)s free, %(locked)s locked" % balance)
        except (TypeError, KeyError):
            return self.pause({"error": "odd answer"})
        return None

    def set_clock(self):
        # From a time server; if that was wrong or does not answer, from the exchange itself.
        if self.ntp:
            try:
                import ntptime

                self.clock.set((ntptime.time() + epoch()) * 1000)
                return True
            except (ImportError, OSError):
                pass
        answer = self.get("/api/v3/time", "")
        if isinstance(answer.get("serverTime"), int):
            self.clock.set(answer["serverTime"])
        return self.clock.base is not None

    def get(self, path, query, signs=False):
        # The answer as a dictionary. {"error": ...} if there was none; {"code", "msg"} if it was a refusal.
        headers = ""
        if signs:
            query = stamped(query, self.clock.now(), _WINDOW_MS, self.secret)
            headers = "X-MBX-APIKEY: %s\r\n" % self.key
        gc.collect()
        request = Request(self.url + path + ("?" + query if query else ""), self.dns, headers)
        while not request.poll():
            time.sleep_ms(20)
        if request.error:
            return {"error": request.error}
        if request.status in (418, 429):
            return {"error": "asked too often", "wait": request.retry_after}
        try:
            return dict(json.loads(request.body))
        except (ValueError, TypeError):
            return {"error": "odd answer (%d)" % request.status}

    def pause(self, answer):
        # After something went wrong: for how many seconds; 0 means for good.
        if answer.get("code") in (-1022, -2014, -2015):
            print("Refused (%d): key or secret is wrong, or not allowed to" % answer["code"])
            print("Not asked again. Enter them anew on the sign-in page")
            return 0
        self.failures = min(self.failures + 1, 8)
        seconds = min(5 << self.failures, _LONGEST_PAUSE_S)
        seconds = max(answer.get("wait") or 0, seconds)
        why = answer.get("error") or "refused (%s)" % answer.get("code")
        print("No figures: %s. Next try in %d s" % (why, seconds))
        return seconds


def epoch():
    # Seconds from 1970 to where this MicroPython starts to count.
    return _EPOCH_2000 if time.gmtime(0)[0] == 2000 else 0


def run(wifi, settings):
    exchange = Exchange(wifi, settings)
    print("Asking %s once a minute" % exchange.url)
    if not exchange.secret:
        print("No key or no secret was entered: only the price")
    pause = 0
    while pause is not None:
        time.sleep(pause)
        pause = exchange.turn()
