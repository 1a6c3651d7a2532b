/* SPDX-License-Identifier: MIT
 * Asking the store: a query is built condition by condition, like a change. */
#ifndef KP_QUERY_H
#define KP_QUERY_H

#include "change.h"

struct kp_query {
    struct kripa_arena *arena;
    struct kripa_query query;
    struct kripa_cond *conds;
    bool failed;
};

struct kp_query kp_query_of(struct kripa_arena *arena, const struct kripa_schema *of);
void kp_where(struct kp_query *query, const char *field, enum kripa_op op,
              struct kripa_value value);
/* The index of `name` in `names` (ended by NULL), or -1. */
int kp_name_index(const char *const *names, const char *name);
/* The field must have the value that `name` names among `names` (NULL: any). INVALID on `param`,
 * listing the names. */
enum kripa_status kp_where_name(struct kp_query *query, const char *param, const char *field,
                                const char *const *names, const char *name,
                                struct kripa_error *err);
/* An absent id reads as zeros, which are less than this; every real id is KRIPA_GE this. */
extern const struct kripa_value kp_least_id;
/* IN or HAS with several values, which must live until the query was run. */
void kp_where_any(struct kp_query *query, const char *field, enum kripa_op op,
                  const struct kripa_value *values, size_t values_count);
void kp_sort(struct kp_query *query, const char *field, bool descending);

enum kripa_status kp_find(const struct kp_call *call, struct kp_query *query,
                          struct kripa_rows *rows);
/* Finds the record with this _id; NOT_FOUND (the message names the schema) when there is none. */
enum kripa_status kp_find_id(const struct kp_call *call, const struct kripa_schema *of,
                             struct kripa_id id, void **out);
/* Finds the first match, or NOT_FOUND. */
enum kripa_status kp_find_one(const struct kp_call *call, struct kp_query *query, void **out);
/* Finds the records with these ids in one read, in any order; missing ones are left out. */
enum kripa_status kp_find_ids(const struct kp_call *call, const struct kripa_schema *of,
                              const struct kripa_id *ids, size_t ids_count,
                              struct kripa_rows *rows);
/* The record with this id among those that were read (their ids are their first members), or
 * NULL. */
void *kp_record_in(const struct kripa_rows *rows, const struct kripa_schema *of,
                   struct kripa_id id);
enum kripa_status kp_count(const struct kp_call *call, struct kp_query *query, int64_t at_most,
                           int64_t *count);
/* Calls back for every match; the port's `scan` says what the callback may do. */
enum kripa_status kp_scan(const struct kp_call *call, struct kp_query *query, kripa_record_fn *row,
                          void *ctx);

#endif
