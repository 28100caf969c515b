# Messages to a Telegram chat: that the board is online, and when a pin changes. Nothing here waits for
# the network: `poll` moves on by one step, so the loop sees every press, whatever the server does.

import json
import network
import time
from machine import Pin
from web import Request

_LONGEST_PAUSE_S = 300
_WAITING = 8  # messages; if more come, the oldest is dropped


class Notifier:
    request = None
    pause_s = 0
    useless = False  # the token is wrong

    def __init__(self, wifi, settings):
        server = settings.get("server") or "https://api.telegram.org"
        self.url = "%s/bot%s/sendMessage" % (server.rstrip("/"), settings.get("token") or "")
        self.chat = settings.get("chat")
        self.dns = wifi.ifconfig()[3]
        self.messages = []
        self.since = time.ticks_ms()
        self.failures = 0
        self.useless = not settings.get("token") or not self.chat
        if self.useless:
            print("No bot token or no chat was entered: nothing will be sent")

    def say(self, text):
        print("To send:", text)
        self.messages.append(text)
        if len(self.messages) > _WAITING:
            # The one on its way, if any, is the first.
            print("Dropped:", self.messages.pop(1))

    def poll(self):
        if self.request:
            if self.request.poll():
                request = self.request
                self.request = None
                self.understand(request)
        elif self.messages and not self.useless:
            # Without a pause there is nothing to compare: ticks wrap around after 6.2 days.
            if not self.pause_s or time.ticks_diff(time.ticks_ms(), self.since) >= self.pause_s * 1000:
                # As JSON and without a parse_mode nothing in a text has a meaning to Telegram.
                body = json.dumps({"chat_id": self.chat, "text": self.messages[0]}).encode()
                kind = "Content-Type: application/json\r\n"
                self.request = Request(self.url, self.dns, kind, body)

    def understand(self, request):
        answer = {}
        try:
            answer = dict(json.loads(request.body))
        except (ValueError, TypeError):
            pass
        if answer.get("ok") and request.status == 200:
            print("Sent:", self.messages.pop(0))
            self.failures = self.pause_s = 0
        elif request.status in (401, 404):
            print("The server does not know this bot: the token is wrong. Nothing more is sent")
            self.useless = True
        elif request.status in (400, 403):
            why = str(answer.get("description"))
            print("Refused (%s): %s" % (why[:80], self.messages.pop(0)))
        else:
            self.wait(request, answer)

    def wait(self, request, answer):
        self.failures = min(self.failures + 1, 9)
        self.pause_s = min(1 << self.failures, _LONGEST_PAUSE_S)
        if request.status == 429:
            wanted = answer.get("parameters")
            wanted = wanted.get("retry_after") if isinstance(wanted, dict) else 0
            wanted = min(wanted, 86400) if isinstance(wanted, int) else 0
            self.pause_s = max(self.pause_s, wanted, request.retry_after)
        self.since = time.ticks_ms()
        why = request.error or "status %d" % request.status
        print("Not sent: %s. Next try in %d s" % (why, self.pause_s))


class Watched:
    # A pin without its bouncing: a change counts when it has lasted for three looks.
    def __init__(self, number):
        self.pin = Pin(number, Pin.IN, Pin.PULL_UP)
        self.value = self.pin.value()
        self.looks = 0

    def changed(self):
        self.looks = self.looks + 1 if self.pin.value() != self.value else 0
        if self.looks < 3:
            return False
        self.looks = 0
        self.value = not self.value
        return True


def own_name(wifi):
    try:
        return network.hostname()
    except AttributeError:  # before MicroPython 1.20
        return wifi.config("dhcp_hostname")


def run(wifi, settings):
    number = int(settings.get("pin") or 0)
    name = own_name(wifi)
    notifier = Notifier(wifi, settings)
    watched = Watched(number)
    print("Watching GPIO%d" % number)
    notifier.say("%s is online at %s" % (name, wifi.ifconfig()[0]))
    while True:
        if watched.changed():
            notifier.say("%s: GPIO%d is %s" % (name, number, "high" if watched.value else "low"))
        notifier.poll()
        time.sleep_ms(20)
