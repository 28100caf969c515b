/*
 * Preloaded into the browser: hands to the program behind a pseudo-terminal what a pseudo-terminal
 * has no notion of. Opening (TIOCEXCL) and closing, the baud rate (TCSETS2), DTR, RTS and break go
 * over a socket, one fixed-size question and answer each, so that they keep their order with the data.
 * Exclusive use is decided there, too: the kernel would keep it beyond the close, for the pair lives on.
 * Messages of udev that are meant for the browser of another test run are kept from this one.
 * ioctl_tty(2); majors 136-143 are Unix98 pty slaves (Linux, Documentation/admin-guide/devices.txt).
 */
#define _GNU_SOURCE
#include <asm/termbits.h>
#include <dlfcn.h>
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <unistd.h>

struct message {
  uint32_t what;
  uint32_t value;
};

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static int line = -1;
static volatile int held = -1;

static int is_pty(int fd) {
  struct stat found;
  if (fstat(fd, &found) != 0 || !S_ISCHR(found.st_mode)) return 0;
  return major(found.st_rdev) >= 136 && major(found.st_rdev) <= 143;
}

/* As the kernel answers once the device is gone; a pseudo-terminal only hangs up then. */
static int is_gone(int fd) {
  struct pollfd state = {fd, 0, 0};
  return poll(&state, 1, 0) > 0 && state.revents & POLLHUP;
}

static int connected(void) {
  const char *path = getenv("SERIAL_PTY_SOCKET");
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  if (line >= 0) return 1;
  if (path == NULL || strlen(path) >= sizeof address.sun_path) return 0;
  strcpy(address.sun_path, path);
  line = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (connect(line, (struct sockaddr *)&address, sizeof address) == 0) return 1;
  close(line);
  line = -1;
  return 0;
}

/* The answer's value: the modem's lines; -1 if nobody is there. */
static int ask(uint32_t what, uint32_t value) {
  struct message message = {what, value};
  int answer = -1;
  pthread_mutex_lock(&mutex);
  if (connected() && send(line, &message, sizeof message, MSG_NOSIGNAL) == sizeof message &&
      recv(line, &message, sizeof message, MSG_WAITALL) == sizeof message)
    answer = (int)message.value;
  pthread_mutex_unlock(&mutex);
  return answer;
}

static int on_lines(uint32_t what, int *lines) {
  int answer = ask(what, what == TIOCMGET ? 0 : (uint32_t)*lines);
  if (answer < 0) {
    errno = EIO;
    return -1;
  }
  if (what == TIOCMGET) *lines = answer;
  return 0;
}

static int on_break(uint32_t what) {
  return ask(what, 0) < 0 ? -1 : 0;
}

static int on_exclusive(int fd) {
  if (ask(TIOCEXCL, 0) < 0) {
    errno = EBUSY;
    return -1;
  }
  held = fd;
  return 0;
}

/* Chromium brings a close() of its own, which ends in this one. */
int __close(int fd) {
  if (fd >= 0 && fd == held) {
    held = -1;
    ask(TIOCNXCL, 0);
  }
  return (int)syscall(SYS_close, fd);
}

int close(int fd) {
  return __close(fd);
}

/* Whether bytes of udev's kind name another run's socket; those of udevd name none. */
static int is_for_others(const char *bytes, size_t length) {
  static const char name[] = "\0SERIAL_PTY_SOCKET=";
  const char *own = getenv("SERIAL_PTY_SOCKET");
  const char *found = memmem(bytes, length, name, sizeof name - 1);
  if (found == NULL || own == NULL) return 0;
  const char *value = found + sizeof name - 1;
  size_t most = (size_t)(bytes + length - value);
  return strnlen(value, most) != strlen(own) || memcmp(value, own, strlen(own)) != 0;
}

ssize_t recvmsg(int fd, struct msghdr *message, int flags) {
  ssize_t got = syscall(SYS_recvmsg, fd, message, flags);
  struct sockaddr *from = message->msg_name;
  if (got <= 0 || from == NULL || message->msg_namelen == 0) return got;
  if (from->sa_family != AF_NETLINK || message->msg_iovlen == 0) return got;
  if (!is_for_others(message->msg_iov->iov_base, (size_t)got)) return got;
  errno = EAGAIN;
  return -1;
}

int ioctl(int fd, unsigned long request, ...) {
  static int (*next)(int, unsigned long, ...);
  va_list arguments;
  va_start(arguments, request);
  void *argument = va_arg(arguments, void *);
  va_end(arguments);
  if (next == NULL) next = (int (*)(int, unsigned long, ...))dlsym(RTLD_NEXT, "ioctl");

  uint32_t what = (uint32_t)request;
  int ours = what == TIOCMBIS || what == TIOCMBIC || what == TIOCMSET || what == TIOCMGET ||
             what == TIOCSBRK || what == TIOCCBRK || what == TIOCEXCL || what == TCSETS2;
  if (!ours || !is_pty(fd)) return next(fd, request, argument);
  if (is_gone(fd)) {
    errno = EIO;
    return -1;
  }
  if (what == TIOCSBRK || what == TIOCCBRK) return on_break(what);
  if (what == TIOCEXCL) return on_exclusive(fd);
  if (what != TCSETS2) return on_lines(what, argument);
  struct termios2 wanted = *(struct termios2 *)argument;
  wanted.c_iflag &= ~(tcflag_t)PARMRK; /* the program marks errors itself: a pty's kernel meets none */
  int result = next(fd, request, &wanted);
  struct termios2 settled; /* the kernel turns the codes of usual rates into numbers */
  if (result == 0 && next(fd, TCGETS2, &settled) == 0) ask(what, settled.c_ospeed);
  return result;
}
