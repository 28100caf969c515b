import binascii
import errno
import gc
import network
import os
import select
import time
from micropython import const

from captive_dns import DNSServer
from captive_http import HTTPServer


class CaptivePortal:
    AP_IP = "192.168.4.1"
    AP_OFF_DELAY = const(10 * 1000)
    CRED_FILE = "./wifi.creds"
    MAX_ATTEMPTS = 10

    def __init__(self, essid=None):
        self.ip = self.AP_IP
        self.station = network.WLAN(network.STA_IF)
        self.access_point = network.WLAN(network.AP_IF)
        if essid is None:
            essid = b"ESP8266-%s" % binascii.hexlify(self.access_point.config("mac")[-3:])
        self.essid = essid
        self.dns_server = None
        self.http_server = None
        self.poller = select.poll()
        self.ssid = None
        self.password = None
        self.connected_at = None

    def start_access_point(self):
        self.access_point.active(False)
        while not self.access_point.active():
            print("Waiting for access point to turn on")
            self.access_point.active(True)
            time.sleep(1)
        self.access_point.ifconfig((self.ip, "255.255.255.0", self.ip, self.ip))
        self.access_point.config(essid=self.essid, authmode=network.AUTH_OPEN)
        print("AP mode configured:", self.access_point.ifconfig())

    def connect_to_wifi(self):
        print("Trying to connect to SSID '{:s}'".format(self.ssid))
        self.station.active(True)
        self.station.connect(self.ssid, self.password)
        attempts = 0
        while attempts < self.MAX_ATTEMPTS:
            if not self.station.isconnected():
                print("Connection in progress")
                time.sleep(2)
                attempts += 1
            else:
                print("Connected to {:s}".format(self.ssid))
                self.ip = self.station.ifconfig()[0]
                self.write_credentials(self.ssid, self.password)
                return True
        print("Failed to connect to {:s}. status={:d}".format(self.ssid, self.station.status()))
        self.ssid = self.password = None
        self.http_server.saved_credentials = (None, None)
        self.station.active(False)
        return False

    def check_wifi(self):
        if not self.station.isconnected():
            if self.has_credentials():
                return self.connect_to_wifi()
            return False
        if not self.access_point.active():
            return False
        if self.connected_at is None:
            self.connected_at = time.ticks_ms()
            remaining = self.AP_OFF_DELAY
        else:
            remaining = self.AP_OFF_DELAY - time.ticks_diff(time.ticks_ms(), self.connected_at)
            if remaining <= 0:
                self.access_point.active(False)
                print("Turned off access point")
        return False

    def has_credentials(self):
        self.ssid, self.password = self.http_server.saved_credentials
        return None not in [self.ssid, self.password]

    def write_credentials(self, ssid, password):
        open(self.CRED_FILE, "wb").write(b",".join([ssid, password]))
        print("Wrote credentials to {:s}".format(self.CRED_FILE))

    def open(self):
        print("Starting captive portal")
        self.start_access_point()
        if self.http_server is None:
            self.http_server = HTTPServer(self.poller, self.ip)
            print("Configured HTTP server")
        if self.dns_server is None:
            self.dns_server = DNSServer(self.poller, self.ip)
            print("Configured DNS server")

    def turn(self):
        gc.collect()
        for response in self.poller.ipoll(1000):
            sock, event, *others = response
            if not self.handle_dns(sock, event, others):
                self.handle_http(sock, event, others)
        if self.check_wifi():
            print("Connected to WiFi!")
            self.http_server.set_ip(self.ip, self.ssid)
            self.dns_server.stop(self.poller)

    def handle_dns(self, sock, event, others):
        if sock is self.dns_server.sock:
            if event == select.POLLHUP:
                return True
            self.dns_server.handle(sock, event, others)
            return True
        return False

    def handle_http(self, sock, event, others):
        self.http_server.handle(sock, event, others)

    def cleanup(self):
        print("Cleaning up")
        if self.dns_server:
            self.dns_server.stop(self.poller)
        gc.collect()

    def try_connect_from_file(self):
        print("Trying to load WiFi credentials from {:s}".format(self.CRED_FILE))
        try:
            os.stat(self.CRED_FILE)
        except OSError as error:
            if error.args[0] == errno.ENOENT:
                print("{:s} does not exist".format(self.CRED_FILE))
                return False
        contents = open(self.CRED_FILE, "rb").read().split(b",")
        if len(contents) == 2:
            self.ssid, self.password = contents
        else:
            print("Invalid credentials file:", contents)
            return False
        if not self.connect_to_wifi():
            print("Failed to connect with stored credentials, starting captive portal")
            os.remove(self.CRED_FILE)
            return False
        return True

    def start(self):
        self.station.active(False)
        if not self.try_connect_from_file():
            self.open()
            while True:
                self.turn()
