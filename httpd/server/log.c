/* SPDX-License-Identifier: MIT
 * The lines of the log, and the ring buffer between their writers and the thread that outputs
 * them. */
#include "log.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <kripa/sys/json.h>

#include "base/address.h"
#include "base/clock.h"

#define RING_SIZE     (1U << 20)
#define SAID_MAX_SIZE 512
#define GATHER_MS     20 /* lines within this time are written at once */
#define CLOSE_S       1
#define FILE_MODE     0640

struct log {
    int fd;
    const char *path; /* the file's path, when `fd` is the log's own; NULL: none */
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t filled;
    bool waiting, closing;
    uint64_t dropped;
    size_t begin, size; /* of the ring's content */
    char ring[RING_SIZE];
};

/* The next contiguous piece of the ring; NULL when the thread must end. */
static const char *next_piece(struct log *log, size_t *size)
{
    pthread_mutex_lock(&log->mutex);
    while (!log->size && !log->closing) {
        log->waiting = true;
        pthread_cond_wait(&log->filled, &log->mutex);
        log->waiting = false;
    }
    size_t to_end = RING_SIZE - log->begin;
    *size = log->size < to_end ? log->size : to_end;
    const char *piece = log->size ? log->ring + log->begin : NULL;
    pthread_mutex_unlock(&log->mutex);
    return piece;
}

static void free_piece(struct log *log, size_t size)
{
    pthread_mutex_lock(&log->mutex);
    log->begin = (log->begin + size) % RING_SIZE;
    log->size -= size;
    pthread_mutex_unlock(&log->mutex);
}

static void gather(struct log *log)
{
    struct timespec pause = {.tv_nsec = GATHER_MS * 1000000L};
    pthread_mutex_lock(&log->mutex);
    bool closing = log->closing;
    pthread_mutex_unlock(&log->mutex);
    if (!closing)
        nanosleep(&pause, NULL);
}

static void *run(void *ctx)
{
    struct log *log = ctx;
    const char *piece;
    size_t size;
    while ((piece = next_piece(log, &size))) {
        ssize_t written = write(log->fd, piece, size);
        if (written < 0 && errno != EINTR)
            written = (ssize_t)size; /* nobody reads any more: the lines are lost */
        free_piece(log, written > 0 ? (size_t)written : 0);
        gather(log);
    }
    return NULL;
}

struct log *log_open(int fd)
{
    struct log *log = calloc(1, sizeof *log);
    if (!log)
        return NULL;
    log->fd = fd;
    pthread_mutex_init(&log->mutex, NULL);
    pthread_cond_init(&log->filled, NULL);
    if (pthread_create(&log->thread, NULL, run, log) != 0) {
        free(log);
        return NULL;
    }
    pthread_setname_np(log->thread, "log");
    return log;
}

static int open_file(const char *path)
{
    return open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, FILE_MODE);
}

struct log *log_open_file(const char *path)
{
    int fd = open_file(path);
    struct log *log = fd < 0 ? NULL : log_open(fd);
    if (log)
        log->path = path;
    else if (fd >= 0)
        close(fd);
    return log;
}

bool log_can_open(const char *path)
{
    struct kripa_arena arena = {0};
    int fd = open(path, O_WRONLY | O_APPEND | O_CLOEXEC);
    bool can = fd >= 0;
    if (can)
        close(fd);
    if (!can && errno == ENOENT) {
        const char *slash = strrchr(path, '/');
        size_t size = slash ? (size_t)(slash - path) + 1 : 0;
        const char *folder = size ? kripa_arena_text(&arena, path, size) : ".";
        can = folder && access(folder, W_OK | X_OK) == 0;
    }
    int reason = errno;
    kripa_arena_clear(&arena);
    errno = reason;
    return can;
}

/* dup2 gives the new file the old one's number, whatever the thread is writing at the moment. */
void log_reopen(struct log *log)
{
    if (!log->path)
        return;
    int fd = open_file(log->path);
    bool opened = fd >= 0 && dup3(fd, log->fd, O_CLOEXEC) >= 0;
    if (opened)
        log_say(log, "info", "opened anew");
    else
        log_say(log, "error", "LOG_FILE %s can't be opened anew: %s", log->path, strerror(errno));
    if (fd >= 0)
        close(fd);
}

void log_close(struct log *log)
{
    struct timespec until;
    if (!log)
        return;
    pthread_mutex_lock(&log->mutex);
    log->closing = true;
    pthread_cond_signal(&log->filled);
    pthread_mutex_unlock(&log->mutex);
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += CLOSE_S;
    if (pthread_timedjoin_np(log->thread, NULL, &until) != 0)
        return;
    if (log->path)
        close(log->fd);
    free(log);
}

/* Appends to the ring; the lock is held. */
static void append(struct log *log, const char *text, size_t size)
{
    size_t at = (log->begin + log->size) % RING_SIZE;
    size_t first = size < RING_SIZE - at ? size : RING_SIZE - at;
    memcpy(log->ring + at, text, first);
    memcpy(log->ring, text + first, size - first);
    log->size += size;
}

static void push(struct log *log, const char *line, size_t size)
{
    char note[64];
    pthread_mutex_lock(&log->mutex);
    if (log->size + size + sizeof note > RING_SIZE) {
        log->dropped++;
    } else {
        if (log->dropped) {
            int note_size =
                snprintf(note, sizeof note, "{\"level\":\"warning\",\"droppedLines\":%llu}\n",
                         (unsigned long long)log->dropped);
            append(log, note, (size_t)note_size);
            log->dropped = 0;
        }
        append(log, line, size);
    }
    if (log->waiting)
        pthread_cond_signal(&log->filled);
    pthread_mutex_unlock(&log->mutex);
}

/* The beginning of every line, which is built in the arena and ended by end_line. */
static struct kripa_writer begin_line(struct kripa_arena *arena, const char *level)
{
    struct timespec now;
    struct kripa_writer line;
    clock_gettime(CLOCK_REALTIME, &now);
    kripa_writer_init(&line, arena);
    kripa_write(&line, "{\"time\":");
    kripa_write_time(&line, (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000);
    kripa_write(&line, ",\"level\":");
    kripa_write_text(&line, level);
    return line;
}

static void end_line(struct log *log, struct kripa_writer *line)
{
    kripa_write(line, "}\n");
    if (log && !line->failed)
        push(log, line->at, line->size);
}

/* A client may send anything as method: only known ones are logged. */
static const char *known_method(const char *method)
{
    static const char *const known[] = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (strcmp(method, known[i]) == 0)
            return known[i];
    }
    return "other";
}

/* Writes milliseconds with two decimals, in hundredths as money is. */
static void write_ms(struct kripa_writer *line, int64_t us)
{
    char text[KRIPA_MONEY_TEXT_SIZE];
    kripa_write_raw(line, text, kripa_money_format(us / 10, text));
}

static void write_client(struct kripa_writer *line, const struct request *r)
{
    static const struct address none;
    char text[ADDRESS_TEXT_SIZE];
    bool is_known = memcmp(&r->client, &none, sizeof none) != 0; /* the head was handled */
    address_format(is_known ? &r->client : &r->peer, text);
    kripa_write(line, ",\"client\":");
    kripa_write_text(line, text);
}

static void write_people(struct kripa_writer *line, const struct request *r)
{
    char digest[KRIPA_ACCOUNT_DIGEST_SIZE];
    if (!kripa_id_is_zero(r->viewer.user)) {
        kripa_write(line, ",\"user\":");
        kripa_write_id(line, r->viewer.user);
    }
    if (!kripa_id_is_zero(r->waiting)) {
        kripa_write(line, ",\"waiting\":");
        kripa_write_id(line, r->waiting);
    }
    if (r->sign_in_email && r->reply.http_status >= 400) {
        kripa_account_digest(r->kripa, r->sign_in_email, digest);
        kripa_write(line, ",\"account\":");
        kripa_write_text(line, digest);
    }
}

void log_request(struct log *log, struct request *r)
{
    unsigned status = r->reply.http_status;
    if (r->route && r->route->flags & ROUTE_QUIET && status < 400)
        return;
    struct kripa_writer line = begin_line(r->arena, status >= 500 ? "error" : "info");
    kripa_write(&line, ",\"id\":");
    kripa_write_text(&line, r->id);
    kripa_write(&line, ",\"method\":");
    kripa_write_text(&line, known_method(r->method));
    kripa_write(&line, ",\"route\":");
    kripa_write_text(&line, r->route ? r->route->path : NULL);
    kripa_write(&line, ",\"status\":");
    kripa_write_int(&line, status);
    kripa_write(&line, ",\"ms\":");
    write_ms(&line, clock_us() - r->started_us);
    write_client(&line, r);
    write_people(&line, r);
    if (status >= 500) {
        kripa_write(&line, ",\"error\":");
        kripa_write_text(&line, r->err->message);
    }
    end_line(log, &line);
}

void log_statement(struct log *log, const struct request *r,
                   const struct kripa_statement *statement)
{
    struct kripa_arena arena = {0};
    struct kripa_writer line = begin_line(&arena, "info");
    if (r) {
        kripa_write(&line, ",\"id\":");
        kripa_write_text(&line, r->id);
    }
    kripa_write(&line, ",\"store\":");
    kripa_write_text(&line, statement->verb);
    kripa_write(&line, ",\"statement\":");
    kripa_write_text(&line, statement->text);
    kripa_write(&line, ",\"rows\":");
    kripa_write_int(&line, statement->rows);
    kripa_write(&line, ",\"ms\":");
    write_ms(&line, statement->us);
    if (statement->status != KRIPA_OK) {
        kripa_write(&line, ",\"failed\":");
        kripa_write_text(&line, kripa_status_name(statement->status));
    }
    end_line(log, &line);
    kripa_arena_clear(&arena);
}

void log_ready(struct log *log, const char *host, int port, const char *store_uri)
{
    char store[KRIPA_URI_SHOWN_SIZE];
    struct kripa_arena arena = {0};
    struct kripa_writer line = begin_line(&arena, "info");
    kripa_write(&line, ",\"message\":\"ready\",\"host\":");
    kripa_write_text(&line, host);
    kripa_write(&line, ",\"port\":");
    kripa_write_int(&line, port);
    kripa_write(&line, ",\"version\":");
    kripa_write_text(&line, kripa_version());
    kripa_uri_shown(store_uri, store);
    kripa_write(&line, ",\"store\":");
    kripa_write_text(&line, store);
    end_line(log, &line);
    kripa_arena_clear(&arena);
}

void log_say(struct log *log, const char *level, const char *format, ...)
{
    struct kripa_arena arena = {0};
    char text[SAID_MAX_SIZE];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    struct kripa_writer line = begin_line(&arena, level);
    kripa_write(&line, ",\"message\":");
    kripa_write_text(&line, text);
    end_line(log, &line);
    kripa_arena_clear(&arena);
}
