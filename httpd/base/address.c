/* SPDX-License-Identifier: MIT
 * Network addresses. */
#include "address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#define ADDRESS_TEXT_MAX 64
#define PORT_DIGITS_MAX  5
#define V4_AT            12 /* where the IPv4 address begins in its mapped form */

static struct address map_v4(const struct in_addr *v4)
{
    struct address address = {.bytes = {[10] = 0xFF, [11] = 0xFF}};
    memcpy(address.bytes + V4_AT, v4, 4);
    return address;
}

struct address address_of(const struct sockaddr *from)
{
    struct address address = {{0}};
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
    if (from && from->sa_family == AF_INET) {
        memcpy(&v4, from, sizeof v4);
        address = map_v4(&v4.sin_addr);
    } else if (from && from->sa_family == AF_INET6) {
        memcpy(&v6, from, sizeof v6);
        memcpy(address.bytes, &v6.sin6_addr, 16);
    }
    return address;
}

bool address_parse(const char *text, struct address *out)
{
    struct in_addr v4;
    if (inet_pton(AF_INET, text, &v4) == 1) {
        *out = map_v4(&v4);
        return true;
    }
    return inet_pton(AF_INET6, text, out->bytes) == 1;
}

static bool parse_range(char *text, struct address_range *out)
{
    char *slash = strchr(text, '/');
    if (slash)
        *slash = '\0';
    if (!address_parse(text, &out->base))
        return false;
    unsigned most = strchr(text, ':') ? 128 : 32;
    unsigned long bits = most;
    if (slash) {
        char *end;
        bits = strtoul(slash + 1, &end, 10);
        if (end == slash + 1 || *end || bits > most)
            return false;
    }
    out->bits = (unsigned)bits + (128 - most);
    return true;
}

/* Copies the next item of a list into `out`. One that is too long becomes empty. */
static void next_piece(const char **list, char out[ADDRESS_TEXT_MAX])
{
    size_t size = strcspn(*list, ", \t");
    size_t kept = size < ADDRESS_TEXT_MAX ? size : 0;
    memcpy(out, *list, kept);
    out[kept] = '\0';
    *list += size;
}

bool address_ranges_parse(const char *text, struct address_ranges *out, const char **wrong,
                          size_t *wrong_size)
{
    char piece[ADDRESS_TEXT_MAX];
    for (out->count = 0; text += strspn(text, ", \t"), *text; out->count++) {
        const char *begin = text;
        next_piece(&text, piece);
        if (out->count < RANGES_MAX && parse_range(piece, &out->at[out->count]))
            continue;
        if (wrong) {
            *wrong = begin;
            *wrong_size = (size_t)(text - begin);
        }
        return false;
    }
    return true;
}

static bool is_v4(const struct address *address)
{
    static const unsigned char mapped[V4_AT] = {[10] = 0xFF, [11] = 0xFF};
    return memcmp(address->bytes, mapped, sizeof mapped) == 0;
}

void address_format(const struct address *address, char out[ADDRESS_TEXT_SIZE])
{
    bool v4 = is_v4(address);
    inet_ntop(v4 ? AF_INET : AF_INET6, address->bytes + (v4 ? V4_AT : 0), out, ADDRESS_TEXT_SIZE);
}

static bool same_bits(const unsigned char *a, const unsigned char *b, unsigned bits)
{
    unsigned rest = bits % 8;
    if (memcmp(a, b, bits / 8) != 0)
        return false;
    return !rest || (a[bits / 8] ^ b[bits / 8]) >> (8 - rest) == 0;
}

bool address_in(const struct address *address, const struct address_ranges *ranges)
{
    for (size_t i = 0; i < ranges->count; i++) {
        if (same_bits(address->bytes, ranges->at[i].base.bytes, ranges->at[i].bits))
            return true;
    }
    return false;
}

size_t address_counted_size(const struct address *address)
{
    return is_v4(address) ? 16 : 8;
}

bool address_is_loopback(const struct address *address)
{
    static const struct address_ranges loopback = {
        .count = 2,
        .at = {{.base = {.bytes = {[10] = 0xFF, [11] = 0xFF, [12] = 127}}, .bits = 104},
               {.base = {.bytes = {[15] = 1}}, .bits = 128}},
    };
    return address_in(address, &loopback);
}

/* The last item of text[0..size): its start, and its size in *piece_size. */
static const char *last_piece(const char *text, size_t size, size_t *piece_size)
{
    while (size && strchr(", \t", text[size - 1]))
        size--;
    size_t begin = size;
    while (begin && !strchr(", \t", text[begin - 1]))
        begin--;
    *piece_size = size - begin;
    return text + begin;
}

static bool is_port(const char *text)
{
    size_t digits = strspn(text + (*text == ':'), "0123456789");
    return !*text ||
           (*text == ':' && digits >= 1 && digits <= PORT_DIGITS_MAX && !text[1 + digits]);
}

/* Parses an address as proxies write it: alone or with a port, and then an IPv6 address in
 * brackets. */
static bool parse_hop(char *text, struct address *out)
{
    bool bracketed = *text == '[';
    char *end = bracketed ? strchr(text, ']') : strchr(text, ':');
    if (!end && bracketed)
        return false;
    if (!end || (!bracketed && strchr(end + 1, ':')))
        return address_parse(text, out);
    if (!is_port(end + bracketed))
        return false;
    *end = '\0';
    bool v6 = strchr(text, ':');
    return v6 == bracketed && address_parse(text + bracketed, out);
}

struct address address_of_client(struct address peer, const char *forwarded_for,
                                 const struct address_ranges *trusted)
{
    struct address client = peer;
    size_t left = forwarded_for ? strlen(forwarded_for) : 0;
    while (left && address_in(&client, trusted)) {
        char text[ADDRESS_TEXT_MAX];
        struct address hop;
        size_t size;
        const char *piece = last_piece(forwarded_for, left, &size);
        if (!size || size >= sizeof text)
            break;
        memcpy(text, piece, size);
        text[size] = '\0';
        if (!parse_hop(text, &hop))
            break;
        client = hop;
        left = (size_t)(piece - forwarded_for);
    }
    return client;
}
