/* SPDX-License-Identifier: MIT
 * Odd requests through a proxy that is configured as docs/kripad.md says: it refuses them, or one
 * request that can be read in one way only arrives at kripad. Each is sent from an address of its
 * own (127.1.0.1, ...), so that X-Forwarded-For tells whose a request is that arrives. Usage:
 * behind_proxy nginx|caddy; 77 when that program is not there. */
#include <arpa/inet.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "odd_frames.h"
#include "one_request.h"
#include "proxy_process.h"
#include "tap.h"
#include "thing_server.h"

#define CASES_MAX   400
#define BYTES_MAX   1024
#define ANSWER_SIZE 8192
#define IN_A_ROW    200 /* addresses that differ in their last byte */
#define QUIET_MS    500
#define QUIETS      6 /* that those may take who are never answered */
#define QUIETS_MAX  60
#define FIRST       "PUT /things/1 HTTP/1.1\r\n"
#define HEAD        FIRST "Host: x\r\nContent-Type: application/json\r\n"
#define CHUNKED     HEAD "Transfer-Encoding: chunked\r\n\r\n"

struct sent {
    char bytes[BYTES_MAX], answer[ANSWER_SIZE], from[SEEN_SIZE];
    size_t size, answer_size;
    bool good; /* it is answered by 200 */
    int fd;    /* below 0: closed */
    unsigned arrived;
};
struct trial {
    struct sent cases[CASES_MAX];
    size_t count;
    int failures;
    unsigned refused, arrived, cut;
};

static const char *const good_requests[] = {
    "GET /things/1 HTTP/1.1\r\nHost: x\r\n\r\n",
    "GET /things/1 HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 203.0.113.9\r\n\r\n",
    "GET /things/1 HTTP/1.1\r\nHost: x\r\nX_Forwarded_For: 203.0.113.9\r\n\r\n",
    "GET /things/a%2Fb%41%e0%a4%aa%2e?x=%2B+&&y HTTP/1.1\r\nHost: x\r\n\r\n",
    HEAD "Content-Length: 2\r\n\r\n{}",
    CHUNKED "2\r\n{}\r\n0\r\n\r\n",
    CHUNKED "1\r\n{\r\n01\r\n}\r\n00\r\n\r\n",
    CHUNKED "2\r\n{}\r\n0\r\nX-A: a\r\n\r\n",
    HEAD "Trailer: X-A\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\nX-A: a\r\n\r\n",
    NULL,
};

static void print_bytes(const char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        unsigned char c = (unsigned char)bytes[i];
        if (c == '\r' || c == '\n')
            fputs(c == '\r' ? "\\r" : "\\n", stdout);
        else
            printf(c < ' ' || c > '~' ? "\\x%02x" : "%c", c);
    }
    putchar('\n');
}

static void fail(struct trial *trial, const char *what, const char *bytes, size_t size)
{
    trial->failures++;
    printf("FAILED: %s: ", what);
    print_bytes(bytes, size);
}

KRIPA_PRINTF(3, 4)
static void add(struct trial *trial, bool good, const char *format, ...)
{
    va_list args;
    struct seen seen;
    if (trial->count == CASES_MAX)
        exit(2);
    struct sent *sent = &trial->cases[trial->count];
    unsigned index = (unsigned)trial->count++;
    va_start(args, format);
    int size = vsnprintf(sent->bytes, BYTES_MAX, format, args);
    va_end(args);
    if (size >= BYTES_MAX)
        exit(2);
    sent->size = odd_frame_bytes(sent->bytes);
    sent->good = good;
    if ((one_request(sent->bytes, sent->size, &seen) == FORM_WHOLE && !seen.controls) != good)
        fail(trial, good ? "this is taken for odd" : "this is not odd", sent->bytes, sent->size);
    snprintf(sent->from, sizeof sent->from, "127.1.%u.%u", index / IN_A_ROW, index % IN_A_ROW + 1);
}

/* Our own reading must tell the odd ones from the others. Where an odd line is beside a good
 * length, the whole is one request. */
static void fill(struct trial *trial)
{
    const char *const *at;
    for (at = good_requests; *at; at++)
        add(trial, true, "%s", *at);
    for (at = odd_header_lines; *at; at++) {
        add(trial, false, FIRST "Host: x\r\n%s\r\n{}\r\n" ODD_EVIL, *at);
        add(trial, false, FIRST "%sHost: x\r\n\r\n{}\r\n" ODD_EVIL, *at);
        add(trial, false, HEAD "%sContent-Length: %d\r\n\r\n" ODD_EVIL, *at, ODD_EVIL_SIZE);
        add(trial, false, HEAD "Content-Length: %d\r\n%s\r\n" ODD_EVIL, ODD_EVIL_SIZE, *at);
    }
    for (at = odd_first_lines; *at; at++)
        add(trial, false, "%sHost: x\r\nContent-Length: %d\r\n\r\n" ODD_EVIL, *at, ODD_EVIL_SIZE);
    for (at = odd_beginnings; *at; at++)
        add(trial, false, "%sGET /things/1 HTTP/1.1\r\nHost: x\r\n\r\n", *at);
    for (at = odd_chunks; *at; at++)
        add(trial, false, CHUNKED "%s", *at);
    for (at = odd_lengths; *at; at++)
        add(trial, false, HEAD "%s", *at);
}

static void send_one(struct sent *sent, int port)
{
    struct sockaddr_in from = {.sin_family = AF_INET}, to = {.sin_family = AF_INET};
    to.sin_port = htons((uint16_t)port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    inet_pton(AF_INET, sent->from, &from.sin_addr);
    sent->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (sent->fd < 0 || bind(sent->fd, (const struct sockaddr *)&from, sizeof from) != 0 ||
        connect(sent->fd, (const struct sockaddr *)&to, sizeof to) != 0 ||
        send(sent->fd, sent->bytes, sent->size, MSG_NOSIGNAL) != (ssize_t)sent->size) {
        perror("behind_proxy: send");
        exit(2);
    }
}

static void hang_up(struct sent *sent)
{
    if (sent->fd >= 0)
        close(sent->fd);
    sent->fd = -1;
}

static void take_answer(struct sent *sent)
{
    size_t room = ANSWER_SIZE - 1 - sent->answer_size;
    ssize_t got = room ? recv(sent->fd, sent->answer + sent->answer_size, room, 0) : 0;
    if (got <= 0)
        hang_up(sent);
    else
        sent->answer_size += (size_t)got;
}

/* Whether no answer is to be waited for, after so long without a byte from any. */
static bool is_settled(const struct trial *trial, int quiets)
{
    bool good = true, all = true;
    for (size_t i = 0; i < trial->count; i++) {
        const struct sent *sent = &trial->cases[i];
        bool answered = sent->answer_size || sent->fd < 0;
        good = good && (answered || !sent->good);
        all = all && answered;
    }
    return all || (good && quiets >= QUIETS) || quiets >= QUIETS_MAX;
}

static void take_answers(struct trial *trial)
{
    struct pollfd waits[CASES_MAX];
    int quiets = 0;
    for (;;) {
        for (size_t i = 0; i < trial->count; i++)
            waits[i] = (struct pollfd){.fd = trial->cases[i].fd, .events = POLLIN};
        if (poll(waits, trial->count, QUIET_MS) == 0 && is_settled(trial, ++quiets))
            break;
        for (size_t i = 0; i < trial->count; i++) {
            if (waits[i].fd >= 0 && waits[i].revents)
                take_answer(&trial->cases[i]);
        }
    }
}

/* 0: no answer. */
static unsigned status_of(const char *answer)
{
    bool answered = strncmp(answer, "HTTP/1.", 7) == 0;
    return answered ? (unsigned)strtoul(answer + 9, NULL, 10) : 0;
}

static unsigned count_answers(const struct pass *pass)
{
    static const char first[] = "HTTP/1.1 ";
    unsigned count = 0;
    for (size_t i = 0; i + sizeof first <= pass->answered_size; i++)
        count += memcmp(pass->answered + i, first, sizeof first - 1) == 0;
    return count;
}

static struct sent *find_sender(struct trial *trial, const char *from)
{
    for (size_t i = 0; i < trial->count; i++) {
        if (strcmp(trial->cases[i].from, from) == 0)
            return &trial->cases[i];
    }
    return NULL;
}

/* One connection to kripad. */
static void check_pass(struct trial *trial, const struct pass *pass)
{
    struct seen seen;
    unsigned answers = count_answers(pass);
    enum form form = one_request(pass->asked, pass->asked_size, &seen);
    struct sent *sender = find_sender(trial, seen.forwarded_for);
    if (form == FORM_ODD || strstr(seen.target, "evil") || answers > 1)
        fail(trial, "at kripad arrived", pass->asked, pass->asked_size);
    else if (form == FORM_CUT && answers && status_of(pass->answered) < 400)
        fail(trial, "kripad did what was cut", pass->asked, pass->asked_size);
    else if (form == FORM_WHOLE && seen.controls && status_of(pass->answered) != 400)
        fail(trial, "kripad took control characters", pass->asked, pass->asked_size);
    else if (form == FORM_WHOLE && !sender)
        fail(trial, "its sender is not in X-Forwarded-For", pass->asked, pass->asked_size);
    else if (sender && sender->good && !strstr(sender->bytes, seen.target))
        fail(trial, "another address arrived", pass->asked, pass->asked_size);
    else if (sender)
        sender->arrived++;
    trial->arrived += form == FORM_WHOLE;
    trial->cut += form == FORM_CUT;
}

static void check_sent(struct trial *trial, const struct sent *sent)
{
    unsigned status = status_of(sent->answer);
    if (sent->arrived > 1)
        fail(trial, "two requests arrived where one was sent", sent->bytes, sent->size);
    if (sent->good ? status != 200 || sent->arrived != 1 : !sent->arrived && status && status < 400)
        fail(trial, status != 0 ? "the answer is wrong" : "there is no answer", sent->bytes,
             sent->size);
    trial->refused += !sent->arrived;
}

static void run(struct trial *trial, const char *name)
{
    static struct thing_server things;
    static const char *const settings[] = {"CONNECTIONS_MAX=1000", "TRUSTED_PROXIES=127.0.0.1",
                                           NULL};
    thing_server_start_with(&things, settings);
    struct tap *tap = tap_open(things.port);
    struct proxy proxy;
    proxy_start(&proxy, name, tap_port(tap));
    for (size_t i = 0; i < trial->count; i++)
        send_one(&trial->cases[i], proxy.port);
    take_answers(trial);
    for (size_t i = 0; i < trial->count; i++)
        hang_up(&trial->cases[i]);
    proxy_stop(&proxy);
    tap_stop(tap);
    const struct pass *pass;
    for (size_t i = 0; (pass = tap_pass(tap, i)); i++)
        check_pass(trial, pass);
    for (size_t i = 0; i < trial->count; i++)
        check_sent(trial, &trial->cases[i]);
    tap_free(tap);
    thing_server_end(&things);
}

int main(int argc, char **argv)
{
    struct rlimit files;
    struct trial *trial = calloc(1, sizeof *trial);
    if (argc != 2 || !trial) {
        fputs("Usage: behind_proxy nginx|caddy\n", stderr);
        return 2;
    }
    if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max; /* three sockets a case, all at once */
        setrlimit(RLIMIT_NOFILE, &files);
    }
    fill(trial);
    run(trial, argv[1]);
    printf("%s: %zu sent, %u refused, %u arrived whole, %u cut\n", argv[1], trial->count,
           trial->refused, trial->arrived, trial->cut);
    int failures = trial->failures;
    free(trial);
    return failures ? EXIT_FAILURE : EXIT_SUCCESS;
}
