/* SPDX-License-Identifier: MIT
 * The log's lines and the ring between those who write them and the thread that sends them off. */
#include "log.h"

#include <errno.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "clock.h"

#define RING_SIZE     (1U << 20)
#define LINE_MAX_SIZE 1024
#define GATHER_MS     20 /* lines that come within it go out in one write */
#define CLOSE_S       1

struct log {
    int fd;
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t filled;
    bool waiting, closing;
    uint64_t dropped;
    size_t begin, size; /* of what is in the ring */
    char ring[RING_SIZE];
};

/* Takes the next piece out of the ring that lies in one part; NULL when it is to end. */
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
            written = (ssize_t)size; /* nobody reads: the lines are lost */
        free_piece(log, written > 0 ? (size_t)written : 0);
        gather(log);
    }
    return NULL;
}

struct log *log_open(int fd)
{
    struct log *log = calloc(1, sizeof(*log));
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
    if (pthread_timedjoin_np(log->thread, NULL, &until) == 0)
        free(log);
}

/* Appends to the ring, under the lock. */
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
    if (log->size + size + sizeof(note) > RING_SIZE) {
        log->dropped++;
    } else {
        if (log->dropped) {
            int note_size =
                snprintf(note, sizeof(note), "{\"level\":\"warning\",\"droppedLines\":%llu}\n",
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

/* A line under construction; what does not fit is cut. */
struct line {
    char text[LINE_MAX_SIZE];
    size_t size;
};

static void add(struct line *line, const char *format, ...) KRIPA_PRINTF(2, 3);
static void add(struct line *line, const char *format, ...)
{
    size_t room = sizeof(line->text) - line->size;
    va_list args;
    va_start(args, format);
    int size = vsnprintf(line->text + line->size, room, format, args);
    va_end(args);
    line->size += (size_t)size < room ? (size_t)size : room - 1;
}

/* Quoted; control characters become blanks. Cut so that the line can still be ended. */
static void add_text(struct line *line, const char *text)
{
    line->text[line->size++] = '"';
    for (; *text && line->size < sizeof(line->text) - 16; text++) {
        if (*text == '"' || *text == '\\')
            line->text[line->size++] = '\\';
        line->text[line->size++] = (unsigned char)*text < ' ' ? ' ' : *text;
    }
    line->text[line->size++] = '"';
}

static void begin_line(struct line *line, const char *level)
{
    struct timespec now;
    struct tm tm;
    clock_gettime(CLOCK_REALTIME, &now);
    gmtime_r(&now.tv_sec, &tm);
    line->size = 0;
    add(line, "{\"time\":\"%04d-%02d-%02dT%02d:%02d:%02d.%03dZ\",\"level\":\"%s\"",
        tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec,
        (int)(now.tv_nsec / 1000000), level);
}

static void end_line(struct log *log, struct line *line)
{
    add(line, "}\n");
    if (log)
        push(log, line->text, line->size);
}

/* What the client called the method may be anything: only known ones are kept. */
static const char *known_method(const char *method)
{
    static const char *const known[] = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};
    for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
        if (strcmp(method, known[i]) == 0)
            return known[i];
    }
    return "other";
}

void log_request(struct log *log, const struct request *r)
{
    struct line line;
    char user[KRIPA_ID_TEXT_SIZE];
    unsigned status = r->reply.http_status;
    double ms = (double)(clock_us() - r->started_us) / 1000;
    begin_line(&line, status >= 500 ? "error" : "info");
    add(&line, ",\"id\":\"%s\",\"method\":\"%s\",\"route\":", r->id, known_method(r->method));
    add(&line, r->route ? "\"%s\"" : "%s", r->route ? r->route->path : "null");
    add(&line, ",\"status\":%u,\"ms\":%.2f", status, ms);
    if (!kripa_id_is_zero(r->viewer.user)) {
        kripa_id_format(r->viewer.user, user);
        add(&line, ",\"user\":\"%s\"", user);
    }
    if (status >= 500) {
        add(&line, ",\"error\":");
        add_text(&line, r->err->message);
    }
    end_line(log, &line);
}

void log_ready(struct log *log, const char *host, int port)
{
    struct line line;
    begin_line(&line, "info");
    add(&line, ",\"message\":\"ready\",\"host\":");
    add_text(&line, host);
    add(&line, ",\"port\":%d", port);
    end_line(log, &line);
}

void log_say(struct log *log, const char *level, const char *format, ...)
{
    struct line line;
    char text[LINE_MAX_SIZE / 2];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    begin_line(&line, level);
    add(&line, ",\"message\":");
    add_text(&line, text);
    end_line(log, &line);
}
