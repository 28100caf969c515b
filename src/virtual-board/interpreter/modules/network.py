# `network` of the chip (ports/esp8266/modnetwork.c, network_wlan.c) on the host's radio.
from _board import call, call_with, check, data_of, take

STA_IF = 0
AP_IF = 1
STAT_IDLE = 0
STAT_CONNECTING = 1
STAT_WRONG_PASSWORD = 2
STAT_NO_AP_FOUND = 3
STAT_CONNECT_FAIL = 4
STAT_GOT_IP = 5
MODE_11B = 1
MODE_11G = 2
MODE_11N = 3
AUTH_OPEN = 0
AUTH_WEP = 1
AUTH_WPA_PSK = 2
AUTH_WPA2_PSK = 3
AUTH_WPA_WPA2_PSK = 4

_OTHER_NAMES = {
    "essid": "ssid",
    "password": "key",
    "authmode": "security",
    "dhcp_hostname": "hostname",
}
_BYTES = ("mac", "ssid", "key")


class WLAN:
    IF_STA = STA_IF
    IF_AP = AP_IF
    SEC_OPEN = AUTH_OPEN
    SEC_WEP = AUTH_WEP
    SEC_WPA = AUTH_WPA_PSK
    SEC_WPA2 = AUTH_WPA2_PSK
    SEC_WPA_WPA2 = AUTH_WPA_WPA2_PSK
    PM_NONE = 0
    PM_PERFORMANCE = 2
    PM_POWERSAVE = 1

    def __init__(self, interface=STA_IF):
        if interface not in (STA_IF, AP_IF):
            raise ValueError
        self._if = interface

    def _require(self, interface):
        if self._if != interface:
            raise OSError("STA required" if interface == STA_IF else "AP required")

    def active(self, on=None):
        if on is None:
            return bool(call("wlan.active", self._if))
        check(call("wlan.active", self._if, int(bool(on))))

    def connect(self, ssid=None, key=None, *, bssid=None):
        self._require(STA_IF)
        # no arguments: the configuration that the radio has stored
        if ssid is None:
            answer = call("wlan.connect", -1, -1)
        else:
            ssid = data_of(ssid)[:32]
            key = data_of(key or b"")[:64]
            answer = call_with("wlan.connect", ssid + key + (bssid or b""), len(ssid), len(key))
        if answer < 0:
            raise OSError("Cannot connect to AP")

    def disconnect(self):
        self._require(STA_IF)
        if call("wlan.disconnect") < 0:
            raise OSError("Cannot disconnect from AP")

    def isconnected(self):
        if self._if == STA_IF:
            return call("wlan.status") == STAT_GOT_IP
        return bool(self.status("stations"))

    def status(self, what=None):
        if what is None:
            return call("wlan.status") if self._if == STA_IF else -1
        if what == "rssi" and self._if == STA_IF:
            return call("wlan.rssi")
        if what == "stations" and self._if == AP_IF:
            macs = take("wlan.stations", 48)
            return [(macs[i : i + 6],) for i in range(0, len(macs), 6)]
        raise ValueError("unknown status param")

    # Records of 43 bytes: length of the name, name (32), bssid (6), channel, rssi + 128, security,
    # hidden.
    def scan(self):
        self._require(STA_IF)
        if not self.active():
            raise OSError("STA must be active")
        buffer = bytearray(43 * 32)
        count = call_with("wlan.scan", buffer)
        if count < 0:
            raise OSError("scan failed")
        found = []
        for at in range(0, count, 43):
            r = bytes(memoryview(buffer)[at : at + 43])
            found.append((r[1 : 1 + r[0]], r[33:39], r[39], r[40] - 128, r[41], r[42]))
        return found

    def ifconfig(self, values=None):
        if values is None:
            return tuple(call("wlan.ifconfig", self._if).split(","))
        text = values if isinstance(values, str) else ",".join(_dotted(v) for v in values)
        if call("wlan.ifconfig", self._if, text) < 0:
            raise OSError("wifi_set_ip_info() failed")

    def ipconfig(self, what=None, **values):
        address, mask, gateway, dns = self.ifconfig()
        if what == "addr4":
            return (address, mask)
        if what == "gw4":
            return gateway
        if what == "dhcp4":
            return self._if == STA_IF
        if what is not None:
            raise ValueError("unknown config param")
        if values.get("dhcp4"):
            return self.ifconfig("dhcp")
        if "addr4" in values:
            value = values["addr4"]
            address, mask = value.split("/") if isinstance(value, str) else value
        self.ifconfig((address, _dotted(mask), values.get("gw4", gateway), dns))

    def config(self, what=None, **values):
        if what is not None:
            return self._get(_OTHER_NAMES.get(what, what))
        call("wlan.apply", self._if, 0)
        for name, value in values.items():
            name = _OTHER_NAMES.get(name, name)
            if name == "mac" and len(value) != 6:
                raise ValueError("invalid buffer length")
            if name in _BYTES:
                value = data_of(value)[: 63 if name == "key" else 32]
                answer = call_with("wlan.set", value, self._if, name)
            else:
                answer = call("wlan.set", self._if, name, value)
            if answer == -22:
                raise ValueError("unknown config param")
            if answer < 0:
                self._require(AP_IF)
                raise OSError("can't set AP config")
        # The SDK gets the whole configuration, and takes it or leaves it.
        if call("wlan.apply", self._if, 1) < 0:
            raise OSError("can't set AP config")

    def _get(self, name):
        if name == "key":
            raise ValueError("unknown config param")
        if name in _BYTES:
            value = take("wlan.get", 64, self._if, name)
            return value if name == "mac" else value.decode()
        value = call("wlan.get", self._if, name)
        if value == -22:
            raise ValueError("unknown config param")
        return bool(value) if name in ("hidden", "auto_connect") else value


def _dotted(mask):
    text = str(mask)
    if "." in text:
        return text
    bits = 0xFFFFFFFF << (32 - int(text)) & 0xFFFFFFFF
    return ".".join(str(bits >> shift & 255) for shift in (24, 16, 8, 0))


def phy_mode(mode=None):
    if mode is None:
        return call("wlan.get", STA_IF, "protocol")
    call("wlan.set", STA_IF, "protocol", mode)


def hostname(name=None):
    if name is None:
        return call("wlan.get", STA_IF, "hostname")
    if len(name) > 32:
        raise ValueError
    call("wlan.set", STA_IF, "hostname", name)


# Not told to the SDK, which stays with its own: channels 1 to 13.
def country(code=None):
    return code or "XX"


def ipconfig(what=None, **values):
    if what == "dns":
        return WLAN(STA_IF).ifconfig()[3]
    if "dns" in values:
        wlan = WLAN(STA_IF)
        wlan.ifconfig(wlan.ifconfig()[:3] + (values["dns"],))
