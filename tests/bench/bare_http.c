/* SPDX-License-Identifier: MIT
 * The yardstick of the HTTP benchmark: a bare libmicrohttpd server that answers every request with
 * the same bytes, headers included. Usage: bare_http HEADERS-FILE BODY-FILE; prints its port, ends
 * with its standard input. The files are what `curl -D` and `-o` kept of a real answer. */
#include <microhttpd.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define HEADERS_MAX    64
#define FILE_BYTES_MAX (1 << 20)

struct answer {
    char head[FILE_BYTES_MAX / 16], body[FILE_BYTES_MAX];
    size_t body_size, headers_count;
    struct {
        const char *name, *value;
    } headers[HEADERS_MAX];
};

static size_t slurp(const char *path, char *to, size_t size)
{
    FILE *file = fopen(path, "rb");
    if (!file) {
        perror(path);
        exit(2);
    }
    size_t got = fread(to, 1, size - 1, file);
    fclose(file);
    to[got] = '\0';
    return got;
}

/* Headers that libmicrohttpd writes by itself are left to it. */
static int is_own(const char *name)
{
    return !strcasecmp(name, "Date") || !strcasecmp(name, "Content-Length") ||
           !strcasecmp(name, "Connection");
}

static void read_headers(struct answer *answer)
{
    char *rest = strchr(answer->head, '\n'); /* past the status line */
    while (rest && answer->headers_count < HEADERS_MAX) {
        char *line = rest + 1, *end = strpbrk(line, "\r\n"), *colon = strchr(line, ':');
        if (!end || end == line || !colon || colon > end)
            return;
        rest = strchr(end, '\n');
        *end = *colon = '\0';
        if (is_own(line))
            continue;
        answer->headers[answer->headers_count].name = line;
        answer->headers[answer->headers_count++].value = colon + 2;
    }
}

static enum MHD_Result handle(void *cls, struct MHD_Connection *connection, const char *url,
                              const char *method, const char *version, const char *upload,
                              size_t *upload_size, void **state)
{
    (void)url, (void)method, (void)version, (void)upload, (void)upload_size;
    struct answer *answer = cls;
    if (!*state) {
        *state = answer;
        return MHD_YES;
    }
    struct MHD_Response *response =
        MHD_create_response_from_buffer(answer->body_size, answer->body, MHD_RESPMEM_PERSISTENT);
    for (size_t i = 0; i < answer->headers_count; i++)
        MHD_add_response_header(response, answer->headers[i].name, answer->headers[i].value);
    enum MHD_Result result = MHD_queue_response(connection, MHD_HTTP_OK, response);
    MHD_destroy_response(response);
    return result;
}

/* As httpd/server/events.c does it, so that ratios stay fair. */
static void serve(struct MHD_Daemon *daemon)
{
    struct pollfd waits[2] = {
        {.fd = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd, .events = POLLIN},
        {.fd = STDIN_FILENO, .events = POLLIN}};
    while (!waits[1].revents) {
        MHD_UNSIGNED_LONG_LONG ms;
        MHD_run(daemon);
        poll(waits, 2, MHD_get_timeout(daemon, &ms) == MHD_YES ? (int)ms : -1);
    }
}

int main(int argc, char **argv)
{
    static struct answer answer;
    if (argc != 3)
        return 2;
    slurp(argv[1], answer.head, sizeof answer.head);
    answer.body_size = slurp(argv[2], answer.body, sizeof answer.body);
    read_headers(&answer);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct MHD_Daemon *daemon = MHD_start_daemon(MHD_USE_EPOLL, 0, NULL, NULL, handle, &answer,
                                                 MHD_OPTION_SOCK_ADDR, &address, MHD_OPTION_END);
    if (!daemon)
        return 1;
    printf("%d\n", MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT)->port);
    fflush(stdout);
    serve(daemon);
    MHD_stop_daemon(daemon);
    return 0;
}
