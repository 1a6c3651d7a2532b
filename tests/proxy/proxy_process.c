/* SPDX-License-Identifier: MIT
 * See proxy_process.h. */
#include "proxy_process.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define LOOKS      3000 /* 10 ms apart */
#define STOP_LOOKS 500
#define TEXT_SIZE  128

static struct sockaddr_in loopback(int port)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return at;
}

/* Nothing else takes it within the moment until the proxy does: the system gives free ports in
 * turn. */
static int free_port(void)
{
    struct sockaddr_in at = loopback(0);
    socklen_t size = sizeof at;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (bind(fd, (const struct sockaddr *)&at, size) != 0 ||
        getsockname(fd, (struct sockaddr *)&at, &size) != 0) {
        perror("proxy: port");
        exit(2);
    }
    close(fd);
    return ntohs(at.sin_port);
}

static bool listens(int port)
{
    struct sockaddr_in at = loopback(port);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool good = connect(fd, (const struct sockaddr *)&at, sizeof at) == 0;
    close(fd);
    return good;
}

static void print_log(const struct proxy *proxy)
{
    char path[TEXT_SIZE], line[1024];
    snprintf(path, sizeof path, "%s/log", proxy->folder);
    FILE *log = fopen(path, "r");
    while (log && fgets(line, sizeof line, log))
        fputs(line, stdout);
    if (log)
        fclose(log);
}

static void become(const struct proxy *proxy, const char *name, int server_port)
{
    char log[TEXT_SIZE], port[16], to[16];
    snprintf(log, sizeof log, "%s/log", proxy->folder);
    snprintf(port, sizeof port, "%d", proxy->port);
    snprintf(to, sizeof to, "%d", server_port);
    int fd = open(log, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    dup2(fd, STDOUT_FILENO);
    dup2(fd, STDERR_FILENO);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    execlp("sh", "sh", PROXY_SCRIPT, name, port, to, proxy->folder, PROXIES_UNPACKED, (char *)NULL);
    _exit(127);
}

void proxy_start(struct proxy *proxy, const char *name, int server_port)
{
    int status = 0;
    bool ended = false;
    folder_make(proxy->folder);
    proxy->port = free_port();
    proxy->pid = fork();
    if (proxy->pid == 0)
        become(proxy, name, server_port);
    for (int i = 0; i < LOOKS && !ended; i++) {
        ended = waitpid(proxy->pid, &status, WNOHANG) != 0;
        if (!ended && listens(proxy->port))
            return;
        usleep(10000);
    }
    print_log(proxy);
    if (!ended)
        kill(proxy->pid, SIGKILL);
    folder_remove(proxy->folder);
    exit(ended && WIFEXITED(status) && WEXITSTATUS(status) == 77 ? 77 : 2);
}

void proxy_stop(struct proxy *proxy)
{
    bool ended = false;
    kill(proxy->pid, SIGTERM);
    for (int i = 0; i < STOP_LOOKS && !ended; i++) {
        ended = waitpid(proxy->pid, NULL, WNOHANG) != 0;
        usleep(10000);
    }
    if (!ended) {
        kill(proxy->pid, SIGKILL);
        waitpid(proxy->pid, NULL, 0);
    }
    folder_remove(proxy->folder);
}
