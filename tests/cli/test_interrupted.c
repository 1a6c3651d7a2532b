/* SPDX-License-Identifier: MIT
 * Ctrl-C while kripactl asks for a password: it ends of it, and the terminal echoes again. */
#include "suite.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "console.h"

#define PATIENCE_MS 60000
#define CTRL_C      "\003"

static struct console console;

static bool echoes(int terminal)
{
    struct termios now;
    ck_assert_int_eq(tcgetattr(terminal, &now), 0);
    return now.c_lflag & ECHO;
}

/* kripactl on a terminal of its own; `master` is the other end of it. */
static pid_t ask_for_password(int *master)
{
    *master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    ck_assert_int_ge(*master, 0);
    ck_assert_int_eq(grantpt(*master) | unlockpt(*master), 0);
    const char *name = ptsname(*master);
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child > 0)
        return child;
    setsid();
    int terminal = open(name, O_RDWR);
    if (terminal < 0 || ioctl(terminal, TIOCSCTTY, 0) != 0 || chdir(console.folder) != 0)
        _exit(126);
    for (int fd = 0; fd < 3; fd++)
        dup2(terminal, fd);
    static const char *const environment[] = {"KRIPA_STORE=sqlite:kripa.db", NULL};
    execle(KRIPA_BUILD_DIR "/kripactl", "kripactl", "user", "add", "--name", "Ravi", "--email",
           "r@example.com", NULL, environment);
    _exit(127);
}

static void wait_for(int master, const char *what)
{
    char said[4096] = "";
    size_t size = 0;
    struct pollfd look = {.fd = master, .events = POLLIN};
    while (!strstr(said, what) && size < sizeof said - 1) {
        ck_assert_msg(poll(&look, 1, PATIENCE_MS) == 1, "not said: %s; but: %s", what, said);
        ssize_t got = read(master, said + size, sizeof said - 1 - size);
        ck_assert_msg(got > 0, "not said: %s; but: %s", what, said);
        size += (size_t)got;
        said[size] = '\0';
    }
}

START_TEST(the_terminal_echoes_again)
{
    int master, status;
    pid_t child = ask_for_password(&master);
    wait_for(master, "Password: ");
    for (int i = 0; i < PATIENCE_MS && echoes(master); i++)
        usleep(1000);
    ck_assert(!echoes(master));
    ck_assert_int_eq(write(master, CTRL_C, 1), 1);
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert(WIFSIGNALED(status));
    ck_assert_int_eq(WTERMSIG(status), SIGINT);
    ck_assert(echoes(master));
    close(master);
}
END_TEST

static void begin(void)
{
    console_make_shop(&console);
}

static void end(void)
{
    console_remove(&console);
}

int main(void)
{
    return RUN_SUITE_IN("interrupted", begin, end, the_terminal_echoes_again);
}
