/* SPDX-License-Identifier: MIT
 * The mark of an unfinished copy: written before its first record, deleted after the comparison. */
#include "core/context.h"
#include "internal.h"

#define MARK_NAME "copy"

enum kripa_status kp_copy_mark(struct kripa_store *store, struct kripa_arena *arena,
                               const struct kripa_copy_mark **out, struct kripa_error *err)
{
    struct kripa_value id = {.kind = KRIPA_VALUE_ID, .as.id = kp_id_of_name(MARK_NAME)};
    struct kripa_cond cond = {"_id", KRIPA_EQ, &id, 1};
    struct kripa_query query = {.of = &kripa_copy_mark_schema, .conds = &cond, .conds_count = 1};
    struct kripa_rows rows;
    enum kripa_status status = store->ops->find(store, &query, arena, &rows, err);
    *out = status == KRIPA_OK && rows.count > 0 ? rows.at : NULL;
    return status;
}

static enum kripa_status commit(struct kripa_store *store, enum kripa_edit_kind kind,
                                const struct kripa_copy_mark *mark, struct kripa_error *err)
{
    struct kripa_edit edit = {
        .kind = kind, .of = &kripa_copy_mark_schema, .key = mark->id, .record = mark};
    struct kripa_outcome outcome;
    return store->ops->commit(store, &(struct kripa_change){&edit, 1}, &outcome, err);
}

enum kripa_status kp_copy_mark_put(struct kripa_store *store, const char *from,
                                   struct kripa_error *err)
{
    struct kripa_copy_mark mark = {kp_id_of_name(MARK_NAME), from};
    return commit(store, KRIPA_INSERT, &mark, err);
}

enum kripa_status kp_copy_mark_remove(struct kripa_store *store, struct kripa_error *err)
{
    struct kripa_copy_mark mark = {.id = kp_id_of_name(MARK_NAME)};
    return commit(store, KRIPA_DELETE, &mark, err);
}
