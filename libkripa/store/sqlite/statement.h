/* SPDX-License-Identifier: MIT
 * Prepared statements, cached per connection and found by their shape, so that their SQL is written
 * only once. */
#ifndef KP_SQLITE_STATEMENT_H
#define KP_SQLITE_STATEMENT_H

#include <sqlite3.h>

#include <kripa/status.h>

/* What distinguishes statements: the verb, plan, fields and operators, but not the values. */
#define KP_SHAPE_MAX 512
struct kp_shape {
    size_t size;
    unsigned char bytes[KP_SHAPE_MAX];
};
enum kp_verb {
    KP_VERB_FIND,
    KP_VERB_SCAN,
    KP_VERB_COUNT,
    KP_VERB_INSERT,
    KP_VERB_INSERT_ABSENT,
    KP_VERB_UPDATE,
    KP_VERB_WRITE,
    KP_VERB_PICK,
    KP_VERB_DELETE,
    KP_VERB_SEQUENCE,
    KP_VERB_INDEX_ADD,
    KP_VERB_INDEX_DROP,
    KP_VERB_UNCHANGED_READ,
    KP_VERB_UNCHANGED_RESPELL,
};
struct kp_shape kp_shape_of(enum kp_verb verb, unsigned which);
/* A shape that is too large is only marked as such, and kp_statement_keep then refuses it. */
void kp_shape_add(struct kp_shape *shape, unsigned byte);

#define KP_STATEMENT_SETS 64
#define KP_STATEMENT_WAYS 4
struct kp_statements {
    struct kp_statement {
        uint64_t hash, used;
        unsigned char *shape;
        size_t shape_size;
        sqlite3_stmt *stmt;
    } kept[KP_STATEMENT_SETS][KP_STATEMENT_WAYS];
    uint64_t clock;
};
/* NULL when it is not cached. Valid until the next kp_statement_keep on this connection. */
sqlite3_stmt *kp_statement_get(struct kp_statements *statements, const struct kp_shape *shape);
/* Prepares and caches a statement; NULL (and *code SQLite's error) when that fails. */
sqlite3_stmt *kp_statement_keep(struct kp_statements *statements, sqlite3 *db,
                                const struct kp_shape *shape, const char *sql, size_t size,
                                int *code);
void kp_statements_clear(struct kp_statements *statements);

#endif
