/* SPDX-License-Identifier: MIT
 * Asking a server over HTTP: one request at a time through libcurl, or raw bytes through a
 * socket. */
#ifndef HTTP_H
#define HTTP_H

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>

struct http_answer {
    long status; /* 0: no answer came */
    char *head, *body;
    size_t head_size, body_size;
    json_t *json; /* the body, or NULL when it is none */
};
/* To be asked; everything but method and path may be NULL. */
struct http_request {
    const char *method, *path, *token, *body;
    const char *const *headers; /* "Name: value" texts, ended by NULL */
    size_t body_size;           /* 0: the body is a text */
};

struct http;
/* Keeps its connection open from one request to the next. `url` has no slash at the end. */
struct http *http_open(const char *url);
void http_close(struct http *http);
/* The answer lives until the next one, or http_close. A body is sent as JSON unless headers say
 * otherwise. */
const struct http_answer *http_ask(struct http *http, struct http_request request);
/* "data" of an answer that must have this status. */
json_t *http_data(struct http *http, struct http_request request, long status);
/* A member of a JSON object: its text ("" when it has none), or its number (0 when it has none). */
const char *http_text(const json_t *object, const char *name);
double http_number(const json_t *object, const char *name);
/* A header's value in `out`, which is also returned; NULL when there is none. */
const char *http_header(const struct http_answer *answer, const char *name, char *out, size_t size);
/* data.code of a bad answer, "" when there is none. */
const char *http_code(const struct http_answer *answer);

/* Connects to 127.0.0.1; ends the program when that fails. */
int raw_connect(int port);
void raw_send(int fd, const char *text);
/* Reads until the other side closes, `timeout_ms` pass without a byte, or `out` is full; returns
 * how many bytes came. *closed (may be NULL): the other side closed. */
size_t raw_read(int fd, char *out, size_t size, int timeout_ms, bool *closed);
/* Connects, sends, reads, closes. */
size_t raw_ask(int port, const char *text, char *out, size_t size, bool *closed);

#endif
