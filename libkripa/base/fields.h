/* SPDX-License-Identifier: MIT
 * The macros that write a field table. A member of the wrong type does not compile, since _Generic
 * selects by its address; a unit in its name (_paise, _ms, _bp) selects the unit's check. A test
 * finds what this can't: INT on a *_paise or *_ms member, ENUM on an unsigned one. */
#ifndef KP_FIELDS_H
#define KP_FIELDS_H

#include <kripa/limits.h>
#include <kripa/sys/field.h>

#define KP_AT(S, m, T) _Generic(&((struct kripa_##S *)0)->m, T * : offsetof(struct kripa_##S, m))
#define KP_FIELD(S, m, T, kind, key, lo, hi, ...)                                                  \
    {                                                                                              \
        .name = (key), .type = KRIPA_TYPE_##kind, .at = KP_AT(S, m, T), .min = (lo), .max = (hi),  \
        __VA_ARGS__                                                                                \
    }
#define KP_MANY(S, m, T, kind, key, lo, hi, ...)                                                   \
    KP_FIELD(S, m, T, kind, key, lo, hi, .count_at = KP_AT(S, m##_count, size_t), __VA_ARGS__)

#define TEXT(S, m, key, lo, hi, ...) KP_FIELD(S, m, const char *, TEXT, key, lo, hi, __VA_ARGS__)
#define INT(S, m, key, lo, hi, ...)  KP_FIELD(S, m, int64_t, INT, key, lo, hi, __VA_ARGS__)
#define OPT_INT(S, m, key, lo, hi, ...)                                                            \
    KP_FIELD(S, m, struct kripa_int, OPT_INT, key, lo, hi, __VA_ARGS__)
#define MONEY(S, m, key, lo, hi, ...)                                                              \
    KP_FIELD(S, m##_paise, int64_t, MONEY, key, lo, hi, __VA_ARGS__)
#define OPT_MONEY(S, m, key, lo, hi, ...)                                                          \
    KP_FIELD(S, m##_paise, struct kripa_int, OPT_MONEY, key, lo, hi, __VA_ARGS__)
/* A number with two decimals that is not money, but is stored and shown like it. */
#define HUNDREDTHS(S, m, key, lo, hi, ...)                                                         \
    KP_FIELD(S, m##_hundredths, int64_t, MONEY, key, lo, hi, __VA_ARGS__)
#define OPT_RATE(S, m, key, lo, hi, ...)                                                           \
    KP_FIELD(S, m##_bp, struct kripa_int, OPT_RATE, key, lo, hi, __VA_ARGS__)
#define TIME(S, m, key, ...) KP_FIELD(S, m##_ms, int64_t, TIME, key, 0, INT64_MAX, __VA_ARGS__)
#define BOOL(S, m, key, ...) KP_FIELD(S, m, bool, BOOL, key, 0, 1, __VA_ARGS__)
#define ID(S, m, key, ...)   KP_FIELD(S, m, struct kripa_id, ID, key, 0, 0, __VA_ARGS__)
#define ENUM(S, m, key, E, ...)                                                                    \
    KP_FIELD(S, m, enum kripa_##E, ENUM, key, 0, 0, .names = kp_##E##_names, __VA_ARGS__)
#define RECORD(S, m, key, of, ...)                                                                 \
    KP_FIELD(S, m, struct kripa_##of, RECORD, key, 0, 0, .item = &kripa_##of##_schema, __VA_ARGS__)
#define OPT_RECORD(S, m, key, of, ...)                                                             \
    KP_FIELD(S, m, struct kripa_##of *, OPT_RECORD, key, 0, 0, .item = &kripa_##of##_schema,       \
             __VA_ARGS__)
#define LIST(S, m, key, lo, hi, of, ...)                                                           \
    KP_MANY(S, m, struct kripa_##of *, LIST, key, lo, hi, .item = &kripa_##of##_schema, __VA_ARGS__)
/* min and max count the elements; each text is a KRIPA_FORMAT_LINE of at most KRIPA_TAG_MAX
 * characters. */
#define TEXTS(S, m, key, lo, hi, ...) KP_MANY(S, m, const char **, TEXTS, key, lo, hi, __VA_ARGS__)

#define IDS(S, m, key, lo, hi, ...) KP_MANY(S, m, struct kripa_id *, IDS, key, lo, hi, __VA_ARGS__)

/* A name that clients send and that is ignored. */
#define IGNORED(key, ...)                                                                          \
    {                                                                                              \
        .name = (key), .type = KRIPA_TYPE_TEXT, .flags = KRIPA_IGNORED | KRIPA_UNSTORED,           \
        .writable_by = KRIPA_ANYONE, .readable_by = KRIPA_NOBODY, __VA_ARGS__                      \
    }
/* The paging of a list: the first fields of every filter. `sorts`: the names of its sorts. */
#define PAGING_FIELDS(S, sorts)                                                                    \
    INT(S, paging.page, "page", 1, KRIPA_PAGE_DEPTH_MAX,                                           \
        .doc = "The number of the page, from 1."),                                                 \
        INT(S, paging.limit, "limit", 1, INT64_MAX,                                                \
            .doc = "Records on a page; lowered to the list's maximum."),                           \
        TEXT(S, paging.cursor, "cursor", 1, KRIPA_CURSOR_SIZE,                                     \
             .doc = "The meta.next of the page before; used instead of page."),                    \
        TEXT(S, paging.sort, "sort", 1, 32, .names = (sorts), .doc = "Order, first by default.")

/* NAMES(delivery_status, "pending", ...) makes kp_delivery_status_names and
 * kripa_delivery_status_name: what an enum's values are called in JSON and in stores. */
#define NAMES(E, ...)                                                                              \
    const char *const kp_##E##_names[] = {__VA_ARGS__, NULL};                                      \
    const char *kripa_##E##_name(enum kripa_##E value)                                             \
    {                                                                                              \
        size_t count = sizeof kp_##E##_names / sizeof *kp_##E##_names - 1;                         \
        return (size_t)value < count ? kp_##E##_names[value] : "unknown";                          \
    }

/* SCHEMA(product, "products", .doc = "...") makes kripa_product_schema of kp_product_fields. */
#define SCHEMA(S, in, ...) SCHEMA_NAMED(S, #S, in, __VA_ARGS__)

/* The same, for a table that is known to clients by another name than its struct's. */
#define SCHEMA_NAMED(S, shown, in, ...)                                                            \
    const struct kripa_schema kripa_##S##_schema = {.name = (shown),                               \
                                                    .collection = (in),                            \
                                                    .size = sizeof(struct kripa_##S),              \
                                                    .count = sizeof kp_##S##_fields /              \
                                                             sizeof *kp_##S##_fields,              \
                                                    .fields = kp_##S##_fields,                     \
                                                    __VA_ARGS__}

#endif
