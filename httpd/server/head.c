/* SPDX-License-Identifier: MIT
 * Finds malformed heads that libmicrohttpd 0.9.75 accepts: it joins a folded line to the name of
 * its header, takes blanks for a part of a name, and ends values at a NUL. When it has parsed a
 * head, the bytes are still in its buffer, from the method on, with a NUL in the place of each
 * blank, colon, CR and LF that it took for a separator. So the head is read once more, and must
 * consist of exactly what was parsed. */
#include "exchange.h"

#include <string.h>

#define VERSION_SIZE 8 /* HTTP/1.1 */

/* In these versions the buffer is known to be so. */
bool head_bytes_are_known(void)
{
    const char *version = MHD_get_version();
    return strncmp(version, "0.9.75", 6) == 0 || strncmp(version, "0.9.76", 6) == 0;
}

struct head_check {
    const char *at; /* where the next line must begin; NULL: unknown */
    const char *fault;
};

static const char odd_line[] = "a line of the request's head is no header: a name of letters, "
                               "digits and -, a colon at once after it, a value in one line";

static bool is_token(const char *text, size_t size)
{
    static const char mark[] = "!#$%&'*+-.^_`|~";
    for (size_t i = 0; i < size; i++) {
        char c = text[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!letter && !(c >= '0' && c <= '9') && !memchr(mark, c, sizeof mark - 1))
            return false;
    }
    return size > 0;
}

static bool is_value(const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        unsigned char c = (unsigned char)text[i];
        if ((c < ' ' && c != '\t') || c == 0x7F)
            return false;
    }
    return true;
}

/* Whether the line's CR and LF are here. */
static bool ends(const char *at)
{
    return !at[0] && !at[1];
}

static enum MHD_Result check_header(void *cls, enum MHD_ValueKind kind, const char *name,
                                    size_t name_size, const char *value, size_t value_size)
{
    struct head_check *check = cls;
    (void)kind;
    bool good = is_token(name, name_size) && is_value(value, value_size);
    if (good && check->at)
        good = name == check->at &&
               name + name_size + 1 + strspn(name + name_size + 1, " \t") == value &&
               ends(value + value_size);
    if (!good) {
        check->fault = odd_line;
        return MHD_NO;
    }
    if (check->at)
        check->at = value + value_size + 2;
    return MHD_YES;
}

static const char *line_fault(const struct exchange *exchange, const char *method,
                              const char *version, bool bytes_are_known)
{
    const char *target = method + strlen(method) + 1;
    if (strchr(exchange->target, ' '))
        return "there is a blank in the address";
    bool good = is_token(method, strlen(method)) && strlen(version) == VERSION_SIZE;
    if (good && bytes_are_known)
        good = version == target + strlen(exchange->target) + 1 && ends(version + VERSION_SIZE);
    return good ? NULL
                : "the first line is not a method, a blank, an address, a blank and a version";
}

static size_t head_size(const struct exchange *exchange)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(exchange->connection->mhd, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
    return info ? info->header_size : 0;
}

const char *head_fault(const struct exchange *exchange, const char *method, const char *version)
{
    if (strcmp(version, "HTTP/1.0") != 0 && !exchange->request.headers[HEADER_HOST])
        return "the header Host is missing";
    bool known = head_bytes_are_known();
    struct head_check check = {.at = known ? version + VERSION_SIZE + 2 : NULL,
                               .fault = line_fault(exchange, method, version, known)};
    if (check.fault)
        return check.fault;
    MHD_get_connection_values_n(exchange->connection->mhd, MHD_HEADER_KIND, check_header, &check);
    bool whole =
        check.fault || !known || (ends(check.at) && check.at + 2 == method + head_size(exchange));
    return whole ? check.fault : odd_line;
}

bool head_is_too_large(const struct exchange *exchange)
{
    return head_size(exchange) > (size_t)exchange->server->kripad->config->head_bytes_max;
}

/* In the buffer, the version must follow the target's NUL. */
bool head_has_whole_target(const char *uri)
{
    static const char version[] = "HTTP/1.";
    return !head_bytes_are_known() ||
           strncmp(uri + strlen(uri) + 1, version, sizeof version - 1) == 0;
}

/* libmicrohttpd stores the query's parts, 64 bytes each: some 400 fill its pool, and then it can't
 * answer. Nobody uses them (pipeline/path.c splits the query). The text is in its read buffer, so
 * it is const only by its type. */
void head_hide_query(const char *uri)
{
    char *query = head_bytes_are_known() ? strchr(uri, '?') : NULL;
    if (query)
        query[1] = '\0';
}
