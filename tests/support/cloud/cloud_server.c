/* SPDX-License-Identifier: MIT
 * See cloud_server.h. */
#include "cloud_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <openssl/evp.h>

#define REQUEST_MAX (8 * 1048576)
#define FIELDS_MAX  16
#define SHA1_SIZE   41

struct field {
    const char *name, *value;
    size_t name_size, size;
};
struct request {
    char *text;
    size_t size, body;
    bool removes;
    struct field fields[FIELDS_MAX];
    size_t count;
};

static void sha1(const char *text, size_t size, char out[SHA1_SIZE])
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned digest_size = 0;
    EVP_Digest(text, size, digest, &digest_size, EVP_sha1(), NULL);
    for (unsigned i = 0; i < digest_size; i++)
        snprintf(out + 2 * i, 3, "%02x", digest[i]);
}

static const struct field *field_of(const struct request *request, const char *name)
{
    for (size_t i = 0; i < request->count; i++)
        if (request->fields[i].name_size == strlen(name) &&
            strncmp(request->fields[i].name, name, strlen(name)) == 0)
            return &request->fields[i];
    return NULL;
}

static bool field_is(const struct request *request, const char *name, const char *value)
{
    const struct field *field = field_of(request, name);
    return field && field->size == strlen(value) && memcmp(field->value, value, field->size) == 0;
}

static int by_name(const void *a, const void *b)
{
    const struct field *left = a, *right = b;
    size_t size = left->name_size < right->name_size ? left->name_size : right->name_size;
    int order = strncmp(left->name, right->name, size);
    return order ? order
                 : (left->name_size > right->name_size) - (left->name_size < right->name_size);
}

/* All but file, api_key and signature, by name, and the secret behind. */
static bool is_signed(struct request *request)
{
    char text[2048] = "", expected[SHA1_SIZE];
    qsort(request->fields, request->count, sizeof *request->fields, by_name);
    for (size_t i = 0; i < request->count; i++) {
        const struct field *field = &request->fields[i];
        if (field->size == 0 || (field->name_size == 4 && strncmp(field->name, "file", 4) == 0) ||
            strncmp(field->name, "api_key", 7) == 0 || strncmp(field->name, "signature", 9) == 0)
            continue;
        size_t at = strlen(text);
        snprintf(text + at, sizeof text - at, "%s%.*s=%.*s", at ? "&" : "", (int)field->name_size,
                 field->name, (int)field->size, field->value);
    }
    size_t end = strlen(text);
    snprintf(text + end, sizeof text - end, "%s", CLOUD_SECRET);
    sha1(text, strlen(text), expected);
    return field_is(request, "signature", expected) && field_is(request, "api_key", CLOUD_KEY);
}

static bool read_more(int fd, struct request *request)
{
    ssize_t got = read(fd, request->text + request->size, REQUEST_MAX - request->size);
    request->size += got > 0 ? (size_t)got : 0;
    return got > 0;
}

static size_t body_size(const struct request *request)
{
    const char *length = strcasestr(request->text, "content-length:");
    return length ? strtoul(length + strlen("content-length:"), NULL, 10) : 0;
}

/* False: the client hung up, or is to be hung up on. */
static bool read_request(int fd, struct request *request, bool half)
{
    const char *end = NULL;
    while (!end && read_more(fd, request))
        end = memmem(request->text, request->size, "\r\n\r\n", 4);
    if (!end)
        return false;
    request->body = (size_t)(end + 4 - request->text);
    if (strcasestr(request->text, "expect: 100-continue"))
        send(fd, "HTTP/1.1 100 Continue\r\n\r\n", 25, MSG_NOSIGNAL);
    size_t whole = request->body + body_size(request);
    while (request->size < (half ? whole / 2 : whole))
        if (!read_more(fd, request))
            return false;
    request->removes = strstr(request->text, "/image/destroy ") != NULL;
    return !half;
}

static void read_fields(struct request *request)
{
    char delimiter[128];
    const char *mark = strstr(request->text, "boundary=");
    if (!mark)
        return;
    mark += strlen("boundary=");
    snprintf(delimiter, sizeof delimiter, "--%.*s", (int)strcspn(mark, "\r\n"), mark);
    const char *at = request->text + request->body, *end = request->text + request->size;
    size_t size = strlen(delimiter);
    while (request->count < FIELDS_MAX) {
        const char *head = memmem(at, (size_t)(end - at), "name=\"", 6);
        const char *value = head ? memmem(head, (size_t)(end - head), "\r\n\r\n", 4) : NULL;
        const char *next = value ? memmem(value, (size_t)(end - value), delimiter, size) : NULL;
        if (!next)
            return;
        struct field *field = &request->fields[request->count++];
        field->name = head + 6;
        field->name_size = strcspn(field->name, "\"");
        field->value = value + 4;
        field->size = (size_t)(next - 2 - field->value);
        at = next;
    }
}

static void say(int fd, const char *status, const char *body)
{
    char head[512];
    int size = snprintf(head, sizeof head,
                        "HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n"
                        "Location: http://127.0.0.1:1/elsewhere\r\nConnection: close\r\n\r\n",
                        status, strlen(body));
    send(fd, head, (size_t)size, MSG_NOSIGNAL);
    send(fd, body, strlen(body), MSG_NOSIGNAL);
}

static void forget(struct cloud_server *server, const char *name, size_t size)
{
    for (size_t i = 0; i < server->kept_count; i++)
        if (strlen(server->kept[i]) == size && memcmp(server->kept[i], name, size) == 0)
            memcpy(server->kept[i--], server->kept[--server->kept_count], sizeof *server->kept);
}

static void keep(struct cloud_server *server, const struct request *request)
{
    const struct field *name = field_of(request, "public_id"), *file = field_of(request, "file");
    if (!name || !file || server->kept_count == CLOUD_KEPT_MAX)
        return;
    forget(server, name->value, name->size);
    snprintf(server->kept[server->kept_count++], sizeof *server->kept, "%.*s", (int)name->size,
             name->value);
    server->bytes = file->size;
    server->uploads++;
}

static void answer_upload(int fd, const struct request *request, enum cloud_mood mood)
{
    char body[2048], text[700], signature[SHA1_SIZE], public_id[300];
    const struct field *name = field_of(request, "public_id");
    snprintf(public_id, sizeof public_id, "%.*s%s", name ? (int)name->size : 0,
             name ? name->value : "", mood == CLOUD_MISTAKES ? "-other" : "");
    snprintf(text, sizeof text, "public_id=%s&version=1700000001%s", public_id, CLOUD_SECRET);
    sha1(text, strlen(text), signature);
    if (mood == CLOUD_LIES)
        signature[0] = signature[0] == '0' ? '1' : '0';
    snprintf(body, sizeof body,
             "{\"asset_id\":\"a1\",\"public_id\":\"%s\",\"version\":1700000001,"
             "\"signature\":\"%s\",\"width\":64,\"height\":48,\"format\":\"jpg\","
             "\"resource_type\":\"image\",\"tags\":[],\"bytes\":120,"
             "\"secure_url\":\"https:\\/\\/res.cloudinary.com\\/" CLOUD_NAME
             "\\/image\\/upload\\/v1700000001\\/%s.jpg\"}",
             public_id, signature, public_id);
    if (mood == CLOUD_GOES)
        send(fd, "HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{\"public_id\"", 52, MSG_NOSIGNAL);
    else
        say(fd, "200 OK", body);
}

static void talk(int fd)
{
    static const char head[] = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n";
    static char blanks[65536];
    memset(blanks, ' ', sizeof blanks);
    send(fd, head, sizeof head - 1, MSG_NOSIGNAL);
    for (int i = 0; i < 100; i++)
        if (send(fd, blanks, sizeof blanks, MSG_NOSIGNAL) < 0)
            return;
}

/* True when this mood has answered, without a look at the request. */
static bool answer_in_mood(int fd, enum cloud_mood mood)
{
    switch (mood) {
    case CLOUD_REFUSES:
        say(fd, "401 Unauthorized",
            "{\"error\":{\"message\":\"Invalid Signature. String to sign - 'public_id=x'.\"}}");
        return true;
    case CLOUD_COMPLAINS:
        say(fd, "400 Bad Request", "{\"error\":{\"message\":\"File size too large\"}}");
        return true;
    case CLOUD_IS_BUSY:
        say(fd, "420 Enhance Your Calm", "{\"error\":{\"message\":\"Rate limited\"}}");
        return true;
    case CLOUD_BREAKS:
        say(fd, "500 Internal Server Error", "<h1>oops</h1>");
        return true;
    case CLOUD_MUMBLES:
        say(fd, "200 OK", "<html>hello");
        return true;
    case CLOUD_TALKS:
        talk(fd);
        return true;
    case CLOUD_REDIRECTS:
        say(fd, "307 Temporary Redirect", "{}");
        return true;
    default:
        return false;
    }
}

static void serve(struct cloud_server *server, int fd, struct request *request)
{
    enum cloud_mood mood = (enum cloud_mood)atomic_load(&server->mood);
    if (!read_request(fd, request, mood == CLOUD_HANGS_UP) || answer_in_mood(fd, mood))
        return;
    read_fields(request);
    pthread_mutex_lock(&server->lock);
    bool good = is_signed(request);
    const struct field *name = field_of(request, "public_id");
    server->badly_signed += !good;
    if (good && name && request->removes) {
        forget(server, name->value, name->size);
        server->removals++;
    } else if (good) {
        keep(server, request);
    }
    pthread_mutex_unlock(&server->lock);
    if (mood == CLOUD_IS_LATE)
        usleep((CLOUD_TIMEOUT_MS + 400) * 1000);
    if (!good)
        say(fd, "401 Unauthorized", "{\"error\":{\"message\":\"Invalid Signature\"}}");
    else if (request->removes)
        say(fd, "200 OK",
            mood == CLOUD_GOOD ? "{\"result\":\"ok\"}" : "{\"result\":\"not found\"}");
    else
        answer_upload(fd, request, mood);
}

static void *run(void *ctx)
{
    struct cloud_server *server = ctx;
    char *text = malloc(REQUEST_MAX + 1);
    while (text && !atomic_load(&server->stops)) {
        struct pollfd waiting = {.fd = server->listener, .events = POLLIN};
        if (poll(&waiting, 1, 50) <= 0)
            continue;
        int fd = accept(server->listener, NULL, NULL);
        if (fd < 0)
            continue;
        memset(text, 0, 4096);
        struct request request = {.text = text};
        serve(server, fd, &request);
        shutdown(fd, SHUT_WR);
        close(fd);
    }
    free(text);
    return NULL;
}

static void must(bool done)
{
    if (!done) {
        perror("cloud server");
        exit(2);
    }
}

void cloud_server_start(struct cloud_server *server)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    memset(server, 0, sizeof *server);
    server->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    must(server->listener >= 0 &&
         bind(server->listener, (struct sockaddr *)&address, sizeof address) == 0 &&
         listen(server->listener, 16) == 0 &&
         getsockname(server->listener, (struct sockaddr *)&address, &size) == 0);
    server->port = ntohs(address.sin_port);
    pthread_mutex_init(&server->lock, NULL);
    must(pthread_create(&server->thread, NULL, run, server) == 0);
}

void cloud_server_stop(struct cloud_server *server)
{
    atomic_store(&server->stops, true);
    pthread_join(server->thread, NULL);
    close(server->listener);
    pthread_mutex_destroy(&server->lock);
}

void cloud_server_url(const struct cloud_server *server, char *out, size_t size)
{
    snprintf(out, size,
             "cloudinary://" CLOUD_KEY ":" CLOUD_SECRET "@" CLOUD_NAME
             "?upload_prefix=http://127.0.0.1:%u&timeout=%d",
             server->port, CLOUD_TIMEOUT_MS);
}

bool cloud_server_has(struct cloud_server *server, const char *public_id)
{
    bool has = false;
    pthread_mutex_lock(&server->lock);
    for (size_t i = 0; i < server->kept_count; i++)
        has = has || strcmp(server->kept[i], public_id) == 0;
    pthread_mutex_unlock(&server->lock);
    return has;
}

size_t cloud_server_count(struct cloud_server *server)
{
    pthread_mutex_lock(&server->lock);
    size_t count = server->kept_count;
    pthread_mutex_unlock(&server->lock);
    return count;
}
