/* SPDX-License-Identifier: MIT
 * Asking a server over HTTP. */
#include "http.h"

#include <arpa/inet.h>
#include <check.h>
#include <curl/curl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#define TIMEOUT_S      30L
#define RAW_TIMEOUT_MS 3000

struct http {
    CURL *curl;
    char url[256];
    struct http_answer answer;
};

static void clear(struct http_answer *answer)
{
    free(answer->head);
    free(answer->body);
    json_decref(answer->json);
    memset(answer, 0, sizeof *answer);
}

struct http *http_open(const char *url)
{
    struct http *http = calloc(1, sizeof *http);
    if (!http || !(http->curl = curl_easy_init())) {
        fprintf(stderr, "http: libcurl does not start\n");
        exit(2);
    }
    snprintf(http->url, sizeof http->url, "%s", url);
    return http;
}

void http_close(struct http *http)
{
    if (!http)
        return;
    clear(&http->answer);
    curl_easy_cleanup(http->curl);
    free(http);
}

static void append(char **to, size_t *size, const char *data, size_t data_size)
{
    char *grown = realloc(*to, *size + data_size + 1);
    if (!grown)
        exit(2);
    memcpy(grown + *size, data, data_size);
    *size += data_size;
    grown[*size] = '\0';
    *to = grown;
}

static size_t on_head(char *data, size_t one, size_t count, void *ctx)
{
    struct http_answer *answer = ctx;
    append(&answer->head, &answer->head_size, data, one * count);
    return one * count;
}

static size_t on_body(char *data, size_t one, size_t count, void *ctx)
{
    struct http_answer *answer = ctx;
    append(&answer->body, &answer->body_size, data, one * count);
    return one * count;
}

static struct curl_slist *make_headers(const struct http_request *request)
{
    char token[2048];
    struct curl_slist *list = NULL;
    bool is_typed = false;
    for (const char *const *header = request->headers; header && *header; header++)
        is_typed |= strncasecmp(*header, "Content-Type:", 13) == 0;
    if (request->body && !is_typed)
        list = curl_slist_append(list, "Content-Type: application/json");
    if (request->token) {
        snprintf(token, sizeof token, "Authorization: Bearer %s", request->token);
        list = curl_slist_append(list, token);
    }
    for (const char *const *header = request->headers; header && *header; header++)
        list = curl_slist_append(list, *header);
    return list;
}

static void set_request(struct http *http, const struct http_request *request)
{
    char url[4096];
    snprintf(url, sizeof url, "%s%s", http->url, request->path);
    curl_easy_reset(http->curl);
    curl_easy_setopt(http->curl, CURLOPT_URL, url);
    curl_easy_setopt(http->curl, CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(http->curl, CURLOPT_CUSTOMREQUEST, request->method);
    curl_easy_setopt(http->curl, CURLOPT_NOBODY, strcmp(request->method, "HEAD") == 0 ? 1L : 0L);
    curl_easy_setopt(http->curl, CURLOPT_TIMEOUT, TIMEOUT_S);
    curl_easy_setopt(http->curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(http->curl, CURLOPT_HEADERFUNCTION, on_head);
    curl_easy_setopt(http->curl, CURLOPT_HEADERDATA, &http->answer);
    curl_easy_setopt(http->curl, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(http->curl, CURLOPT_WRITEDATA, &http->answer);
    if (request->body) {
        curl_easy_setopt(
            http->curl, CURLOPT_POSTFIELDSIZE_LARGE,
            (curl_off_t)(request->body_size ? request->body_size : strlen(request->body)));
        curl_easy_setopt(http->curl, CURLOPT_POSTFIELDS, request->body);
    }
}

const struct http_answer *http_ask(struct http *http, struct http_request request)
{
    clear(&http->answer);
    struct curl_slist *headers = make_headers(&request);
    set_request(http, &request);
    curl_easy_setopt(http->curl, CURLOPT_HTTPHEADER, headers);
    CURLcode code = curl_easy_perform(http->curl);
    if (code == CURLE_OK)
        curl_easy_getinfo(http->curl, CURLINFO_RESPONSE_CODE, &http->answer.status);
    else
        fprintf(stderr, "http: %s %s: %s\n", request.method, request.path,
                curl_easy_strerror(code));
    curl_slist_free_all(headers);
    if (http->answer.body)
        http->answer.json =
            json_loadb(http->answer.body, http->answer.body_size, JSON_REJECT_DUPLICATES, NULL);
    return &http->answer;
}

const char *http_header(const struct http_answer *answer, const char *name, char *out, size_t size)
{
    size_t name_size = strlen(name);
    for (const char *line = answer->head; line && *line;
         line = strchr(line, '\n'), line += line != NULL) {
        if (strncasecmp(line, name, name_size) != 0 || line[name_size] != ':')
            continue;
        const char *value = line + name_size + 1 + strspn(line + name_size + 1, " ");
        snprintf(out, size, "%.*s", (int)strcspn(value, "\r\n"), value);
        return out;
    }
    return NULL;
}

json_t *http_data(struct http *http, struct http_request request, long status)
{
    const struct http_answer *answer = http_ask(http, request);
    ck_assert_msg(answer->status == status, "%s %s: %ld %s", request.method, request.path,
                  answer->status, answer->body);
    return json_object_get(answer->json, "data");
}

const char *http_code(const struct http_answer *answer)
{
    const char *code =
        json_string_value(json_object_get(json_object_get(answer->json, "data"), "code"));
    return code ? code : "";
}

int raw_connect(int port)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || connect(fd, (const struct sockaddr *)&to, sizeof to) != 0) {
        perror("connect");
        exit(2);
    }
    return fd;
}

void raw_send(int fd, const char *text)
{
    size_t size = strlen(text);
    while (size) {
        ssize_t sent = send(fd, text, size, MSG_NOSIGNAL);
        if (sent <= 0)
            return;
        text += sent;
        size -= (size_t)sent;
    }
}

size_t raw_read(int fd, char *out, size_t size, int timeout_ms, bool *closed)
{
    size_t got = 0;
    bool ended = false;
    while (!ended && got + 1 < size) {
        struct pollfd wait = {.fd = fd, .events = POLLIN};
        if (poll(&wait, 1, timeout_ms) <= 0)
            break;
        ssize_t more = recv(fd, out + got, size - 1 - got, 0);
        ended = more <= 0;
        got += more > 0 ? (size_t)more : 0;
    }
    out[got] = '\0';
    if (closed)
        *closed = ended;
    return got;
}

size_t raw_ask(int port, const char *text, char *out, size_t size, bool *closed)
{
    int fd = raw_connect(port);
    raw_send(fd, text);
    size_t got = raw_read(fd, out, size, RAW_TIMEOUT_MS, closed);
    close(fd);
    return got;
}

const char *http_text(const json_t *object, const char *name)
{
    const char *value = json_string_value(json_object_get(object, name));
    return value ? value : "";
}

double http_number(const json_t *object, const char *name)
{
    return json_number_value(json_object_get(object, name));
}
