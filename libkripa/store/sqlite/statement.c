/* SPDX-License-Identifier: MIT
 * The cache of prepared statements: sets of a few places each, in which the least recently used
 * statement is replaced. */
#include "statement.h"

#include <stdlib.h>
#include <string.h>

#include "base/fnv.h"

struct kp_shape kp_shape_of(enum kp_verb verb, unsigned which)
{
    struct kp_shape shape;
    shape.size = 2;
    shape.bytes[0] = (unsigned char)verb;
    shape.bytes[1] = (unsigned char)which;
    return shape;
}

void kp_shape_add(struct kp_shape *shape, unsigned byte)
{
    if (shape->size < KP_SHAPE_MAX)
        shape->bytes[shape->size] = (unsigned char)byte;
    shape->size++;
}

static uint64_t hash_of(const struct kp_shape *shape)
{
    return kp_hash(KP_HASH_START, shape->bytes, shape->size);
}

/* FNV barely moves the last byte of a shape, which tells most of them apart, into its upper bits:
 * so they are mixed. */
static struct kp_statement *set_of(struct kp_statements *statements, uint64_t hash)
{
    hash ^= hash >> 33;
    hash *= 0xff51afd7ed558ccdU;
    return statements->kept[(hash >> 32) % KP_STATEMENT_SETS];
}

sqlite3_stmt *kp_statement_get(struct kp_statements *statements, const struct kp_shape *shape)
{
    if (shape->size > KP_SHAPE_MAX)
        return NULL;
    uint64_t hash = hash_of(shape);
    struct kp_statement *set = set_of(statements, hash);
    for (int i = 0; i < KP_STATEMENT_WAYS; i++) {
        if (set[i].hash != hash || set[i].shape_size != shape->size ||
            memcmp(set[i].shape, shape->bytes, shape->size) != 0)
            continue;
        set[i].used = ++statements->clock;
        return set[i].stmt;
    }
    return NULL;
}

static void forget(struct kp_statement *statement)
{
    sqlite3_finalize(statement->stmt);
    free(statement->shape);
    *statement = (struct kp_statement){0};
}

static struct kp_statement *make_room(struct kp_statement *set)
{
    struct kp_statement *oldest = set;
    for (int i = 1; i < KP_STATEMENT_WAYS; i++)
        if (set[i].used < oldest->used)
            oldest = &set[i];
    forget(oldest);
    return oldest;
}

sqlite3_stmt *kp_statement_keep(struct kp_statements *statements, sqlite3 *db,
                                const struct kp_shape *shape, const char *sql, size_t size,
                                int *code)
{
    *code = SQLITE_TOOBIG;
    if (shape->size > KP_SHAPE_MAX || size > INT32_MAX)
        return NULL;
    unsigned char *bytes = malloc(shape->size);
    sqlite3_stmt *stmt = NULL;
    *code = bytes ? sqlite3_prepare_v3(db, sql, (int)size, SQLITE_PREPARE_PERSISTENT, &stmt, NULL)
                  : SQLITE_NOMEM;
    if (*code != SQLITE_OK) {
        free(bytes);
        return NULL;
    }
    memcpy(bytes, shape->bytes, shape->size);
    uint64_t hash = hash_of(shape);
    struct kp_statement *place = make_room(set_of(statements, hash));
    *place = (struct kp_statement){hash, ++statements->clock, bytes, shape->size, stmt};
    return stmt;
}

void kp_statements_clear(struct kp_statements *statements)
{
    for (int i = 0; i < KP_STATEMENT_SETS; i++)
        for (int j = 0; j < KP_STATEMENT_WAYS; j++)
            forget(&statements->kept[i][j]);
}
