/*
 * A pseudo-terminal that a browser takes for a serial port: serial-pty SOCKET [firefox]
 * Standard input and output carry frames: one letter, the payload's length (16 bits, little-endian),
 * the payload. Out: P path, O opened, C closed, B baud rate (32 bits), L lines (bit 0 DTR, bit 1 RTS),
 * K break (0 or 1), D data from the browser, A done (after X and N). In: D data to the browser, G so many bytes
 * (16 bits) have left for the wire, U hang up (the cable is pulled), E a message of udev as it goes to
 * its listeners, X another program holds the port from now on, N it lets go, M what
 * the receiver met instead of a byte (0 break, 1 wrong parity). SOCKET takes the questions of modem-lines.c.
 * With "firefox": that browser does not set PARMRK, so that 377 is not doubled, a break is one zero and a byte with
 * wrong parity is passed over; and it lists and opens whatever answers TIOCMGET, so that a device that was pulled
 * must not answer until it is announced again.
 */
#define _GNU_SOURCE
#include <asm/termbits.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

struct message {
  uint32_t what;
  uint32_t value;
};

/* As much as a driver keeps for a browser that is busy; what comes on top is lost, as with a cable. */
enum { chunk = 4096, backlog = 65536, both_lines = TIOCM_DTR | TIOCM_RTS };
enum { udev_group = 2 };

static int for_firefox, is_away;
static int master, is_open, lines, holder = -1;
static const char *socket_path;
/* What the browser may still write before it has to wait, as with a driver. */
static size_t credit = chunk;
static char waiting[backlog];
static size_t waiting_length;

static void check(int ok, const char *what) {
  if (ok) return;
  perror(what);
  exit(1);
}

static void put(int fd, const void *bytes, size_t length) {
  const char *from = bytes;
  while (length > 0) {
    ssize_t written = write(fd, from, length);
    check(written >= 0, "write");
    from += written;
    length -= (size_t)written;
  }
}

static void to_browser(const char *bytes, size_t length) {
  size_t room = backlog - waiting_length;
  size_t kept = length < room ? length : room;
  memcpy(waiting + waiting_length, bytes, kept);
  waiting_length += kept;
}

/* Bytes as a line discipline with PARMRK hands them on: 377 stands for itself only when doubled. */
static void marked_to_browser(const char *bytes, size_t length) {
  for (size_t i = 0; i < length; i++) {
    to_browser(bytes + i, 1);
    if (bytes[i] == '\377' && !for_firefox) to_browser(bytes + i, 1);
  }
}

static void disturb(int wrong_parity) {
  const char mark[] = {'\377', 0, wrong_parity ? 'x' : 0};
  if (!for_firefox) to_browser(mark, sizeof mark);
  if (for_firefox && !wrong_parity) to_browser("", 1);
}

static void flush(void) {
  ssize_t written = write(master, waiting, waiting_length);
  if (written <= 0) return;
  waiting_length -= (size_t)written;
  memmove(waiting, waiting + written, waiting_length);
}

static void frame(char type, const void *payload, uint16_t length) {
  unsigned char head[3] = {(unsigned char)type, length & 255, length >> 8};
  put(1, head, sizeof head);
  put(1, payload, length);
}

static int take(void *bytes, size_t length) {
  char *to = bytes;
  while (length > 0) {
    ssize_t got = read(0, to, length);
    if (got <= 0) return 0;
    to += got;
    length -= (size_t)got;
  }
  return 1;
}

/* Everything that the browser has written so far; notices that it has closed the port. */
static void drain(void) {
  char bytes[chunk];
  while (credit > 0) {
    ssize_t got = read(master, bytes, credit < chunk ? credit : chunk);
    if (got <= 0) break;
    frame('D', bytes, (uint16_t)got);
    credit -= (size_t)got;
  }
  struct pollfd state = {master, POLLIN, 0};
  poll(&state, 1, 0);
  if (!(state.revents & POLLHUP) || !is_open) return;
  is_open = 0;
  frame('C', NULL, 0);
}

static void report_lines(int wanted) {
  lines = wanted & both_lines;
  uint8_t bits = (lines & TIOCM_DTR ? 1 : 0) | (lines & TIOCM_RTS ? 2 : 0);
  frame('L', &bits, 1);
}

/* What was written before the last close, and has not left, has nowhere to go. */
static void forget_unsent(void) {
  char bytes[chunk];
  while (read(master, bytes, sizeof bytes) > 0) continue;
}

/* A driver raises both lines when the port is opened. */
static void opened(void) {
  forget_unsent();
  is_open = 1;
  waiting_length = 0;
  lines = both_lines;
  frame('O', NULL, 0);
}

static void closed(void) {
  if (!is_open) return;
  is_open = 0;
  frame('C', NULL, 0);
}

static void answer(int browser, struct message message) {
  uint8_t breaking = message.what == TIOCSBRK;
  int refused = message.what == TIOCEXCL && (is_open || is_away);
  refused |= message.what == TIOCMGET && is_away;
  if (message.what == TIOCEXCL && !refused) opened();
  if (message.what != TIOCEXCL) drain();
  if (message.what == TIOCNXCL) closed();
  if (message.what == TCSETS2) frame('B', &message.value, 4);
  if (message.what == TIOCMBIS) report_lines(lines | (int)message.value);
  if (message.what == TIOCMBIC) report_lines(lines & ~(int)message.value);
  if (message.what == TIOCMSET) report_lines((int)message.value);
  if (message.what == TIOCSBRK || message.what == TIOCCBRK) frame('K', &breaking, 1);
  message.value = refused ? (uint32_t)-1 : (uint32_t)lines;
  put(browser, &message, sizeof message);
}

/* To everybody who listens for devices, as udevd does it; needs CAP_NET_ADMIN. */
static void announce(const char *message, size_t length) {
  struct sockaddr_nl group = {.nl_family = AF_NETLINK, .nl_groups = udev_group};
  int sender = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_KOBJECT_UEVENT);
  check(sender >= 0, "netlink");
  if (sendto(sender, message, length, 0, (struct sockaddr *)&group, sizeof group) < 0)
    check(errno == ECONNREFUSED, "announce"); /* refused: nobody listens */
  close(sender);
}

/* As the kernel knows it: exclusive, and refused with EBUSY to all who may not open everything. */
static void hold(const char *path) {
  if (holder >= 0) return;
  holder = open(path, O_RDWR | O_NOCTTY);
  check(holder >= 0 && ioctl(holder, TIOCEXCL) == 0, "hold");
}

static void let_go(void) {
  if (holder < 0) return;
  check(ioctl(holder, TIOCNXCL) == 0, "let go");
  close(holder);
  holder = -1;
}

/* Whoever started this has gone. */
static void leave(void) {
  unlink(socket_path);
  exit(0);
}

static void obey(const char *path) {
  unsigned char head[3];
  static char bytes[65536];
  if (!take(head, sizeof head)) leave();
  size_t length = head[1] | head[2] << 8;
  if (!take(bytes, length)) leave();
  if (head[0] == 'D' && is_open) marked_to_browser(bytes, length);
  if (head[0] == 'M' && is_open) disturb(bytes[0]);
  if (head[0] == 'G') credit += (unsigned char)bytes[0] | (unsigned char)bytes[1] << 8;
  if (head[0] == 'U') is_away = for_firefox;
  if (head[0] == 'E' && memmem(bytes, length, "ACTION=add", 10)) is_away = 0;
  if (head[0] == 'E') announce(bytes, length);
  if (head[0] == 'X') hold(path);
  if (head[0] == 'N') let_go();
  if (head[0] == 'X' || head[0] == 'N') frame('A', NULL, 0);
  if (head[0] != 'U') return;
  int slave = open(path, O_RDWR | O_NOCTTY);
  check(slave >= 0 && ioctl(slave, TIOCVHANGUP) == 0, "hang up");
  close(slave);
}

static int listening(const char *path) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  int server = socket(AF_UNIX, SOCK_STREAM, 0);
  check(strlen(path) < sizeof address.sun_path, "path of the socket");
  strcpy(address.sun_path, path);
  check(bind(server, (struct sockaddr *)&address, sizeof address) == 0, "bind");
  check(listen(server, 8) == 0, "listen");
  return server;
}

static const char *make_pty(void) {
  static char path[64];
  struct termios2 raw = {0};
  master = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK);
  check(master >= 0 && grantpt(master) == 0 && unlockpt(master) == 0, "pty");
  check(ptsname_r(master, path, sizeof path) == 0, "ptsname");
  int slave = open(path, O_RDWR | O_NOCTTY);
  raw.c_cflag = CS8 | CREAD | CLOCAL | B115200;
  check(ioctl(slave, TCSETS2, &raw) == 0, "raw mode");
  close(slave);
  return path;
}

int main(int count, char **arguments) {
  check(count == 2 || count == 3, "arguments: the socket, and firefox or nothing");
  for_firefox = count == 3;
  socket_path = arguments[1];
  const char *path = make_pty();
  enum { commands, terminal, server, first_browser, most = 16 };
  struct pollfd watched[most] = {
      {0, POLLIN, 0}, {master, POLLIN, 0}, {listening(socket_path), POLLIN, 0}};
  int watching = first_browser;
  frame('P', path, (uint16_t)strlen(path));
  for (;;) {
    /* While nobody has the port open the master hangs up all the time: leave it out. */
    watched[terminal].fd = is_open ? master : -1;
    watched[terminal].events = (credit ? POLLIN : 0) | (waiting_length ? POLLOUT : 0);
    check(poll(watched, (nfds_t)watching, -1) >= 0 || errno == EINTR, "poll");
    for (int i = first_browser; i < watching; i++) {
      struct message message;
      if (!watched[i].revents) continue;
      if (recv(watched[i].fd, &message, sizeof message, MSG_WAITALL) == sizeof message) {
        answer(watched[i].fd, message);
      } else {
        close(watched[i].fd);
        watched[i].fd = -1;
      }
    }
    if (watched[terminal].fd >= 0 && watched[terminal].revents & (POLLIN | POLLHUP)) drain();
    if (watched[terminal].fd >= 0 && watched[terminal].revents & POLLOUT) flush();
    if (watched[server].revents & POLLIN && watching < most)
      watched[watching++] = (struct pollfd){accept(watched[server].fd, NULL, NULL), POLLIN, 0};
    if (watched[commands].revents) obey(path);
  }
}
