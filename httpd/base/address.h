/* SPDX-License-Identifier: MIT
 * Network addresses, and finding the client's when a request came through a trusted proxy. */
#ifndef ADDRESS_H
#define ADDRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>

/* An address in 16 bytes; IPv4 is mapped (::ffff:a.b.c.d). */
struct address {
    unsigned char bytes[16];
};

struct address_range {
    struct address base;
    unsigned bits; /* out of 128 */
};
#define RANGES_MAX 32
struct address_ranges {
    struct address_range at[RANGES_MAX];
    size_t count;
};

struct address address_of(const struct sockaddr *from);
bool address_parse(const char *text, struct address *out);
/* Parses "10.0.0.0/8, 2001:db8::/32, 127.0.0.1": false when an item is invalid or there are too
 * many; *wrong (may be NULL) is where that item begins, and *wrong_size its length. */
bool address_ranges_parse(const char *text, struct address_ranges *out, const char **wrong,
                          size_t *wrong_size);
#define ADDRESS_TEXT_SIZE 46
/* Writes an address; IPv4 without the mapping. */
void address_format(const struct address *address, char out[ADDRESS_TEXT_SIZE]);
bool address_in(const struct address *address, const struct address_ranges *ranges);
bool address_is_loopback(const struct address *address);
/* How many bytes stand for one customer: an IPv6 network of 64 bits, or a whole IPv4 address. */
size_t address_counted_size(const struct address *address);
/* The client: `peer` or, as long as that is a trusted proxy, the address before it in
 * X-Forwarded-For (NULL: not sent), which may be 203.0.113.1, 203.0.113.1:443, 2001:db8::1,
 * [2001:db8::1] or [2001:db8::1]:443. */
struct address address_of_client(struct address peer, const char *forwarded_for,
                                 const struct address_ranges *trusted);

#endif
