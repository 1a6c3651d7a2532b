/* SPDX-License-Identifier: MIT
 * A record with a row of every type, for the tests of what follows from a table. */
#ifndef TESTS_UNIT_SAMPLE_H
#define TESTS_UNIT_SAMPLE_H

#include "base/fields.h"

enum kripa_shade { SHADE_NONE, SHADE_RED, SHADE_BLUE };
static const char *const kp_shade_names[] = {"", "red", "blue", NULL};

struct kripa_part {
    struct kripa_id product;
    int64_t qty;
    const char *note;
};
static const struct kripa_field kp_part_fields[] = {
    ID(part, product, "product", .flags = KRIPA_REQUIRED, .alias = "productId"),
    INT(part, qty, "qty", 1, 100000, .flags = KRIPA_REQUIRED),
    TEXT(part, note, "note", 1, 10),
};
static SCHEMA(part, NULL, .readable_by = KRIPA_ANYONE, .writable_by = KRIPA_ANYONE);

struct kripa_place {
    const char *city, *pincode;
};
static const struct kripa_field kp_place_fields[] = {
    TEXT(place, city, "city", 1, 20, .flags = KRIPA_REQUIRED),
    TEXT(place, pincode, "pincode", 1, 6, .format = KRIPA_FORMAT_PINCODE, .flags = KRIPA_REQUIRED),
    IGNORED("_id"),
};
static SCHEMA(place, NULL, .readable_by = KRIPA_ANYONE, .writable_by = KRIPA_ANYONE);

struct kripa_sample {
    const char *name, *blank, *secret, *hidden;
    int64_t count, level;
    struct kripa_int spare;
    int64_t price_paise;
    struct kripa_int offer_paise, rate_bp;
    int64_t at_ms;
    bool active, removed;
    struct kripa_id owner;
    enum kripa_shade shade;
    struct kripa_place home;
    struct kripa_place *second;
    struct kripa_part *parts;
    size_t parts_count;
    const char **tags;
    size_t tags_count;
    struct kripa_id *friends;
    size_t friends_count;
};
static const struct kripa_field kp_sample_fields[] = {
    TEXT(sample, name, "name", 2, 8, .flags = KRIPA_REQUIRED, .alias = "title"),
    TEXT(sample, blank, "blank", 1, 500, .format = KRIPA_FORMAT_TEXT, .flags = KRIPA_SHOW_BLANK),
    TEXT(sample, secret, "secret", 1, 20, .format = KRIPA_FORMAT_PASSWORD, .flags = KRIPA_SECRET),
    TEXT(sample, hidden, "hidden", 1, 20, .writable_by = KRIPA_ADMINS, .readable_by = KRIPA_ADMINS),
    INT(sample, count, "count", 1, 100, .default_value = 7),
    INT(sample, level, "level", INT64_MIN, INT64_MAX, .readable_by = KRIPA_NOBODY,
        .writable_by = KRIPA_NOBODY),
    OPT_INT(sample, spare, "spare", -5, 5, .flags = KRIPA_SHOW_NULL),
    MONEY(sample, price, "price", 1, 100000000000),
    OPT_MONEY(sample, offer, "offer", 0, 100000000000),
    OPT_RATE(sample, rate, "rate", 0, 10000),
    TIME(sample, at, "at"),
    BOOL(sample, active, "active"),
    BOOL(sample, removed, "removed", .flags = KRIPA_OMIT_FALSE),
    ID(sample, owner, "owner"),
    ENUM(sample, shade, "shade", shade),
    RECORD(sample, home, "home", place),
    OPT_RECORD(sample, second, "second", place),
    LIST(sample, parts, "parts", 1, 3, part),
    TEXTS(sample, tags, "tags", 0, 3),
    IDS(sample, friends, "friends", 0, 2),
    IGNORED("role"),
};
static SCHEMA(sample, NULL, .readable_by = KRIPA_ANYONE, .writable_by = KRIPA_ANYONE);

#endif
