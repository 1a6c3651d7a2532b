/* SPDX-License-Identifier: MIT
 * What tells that a collection may have changed: this process counts its own commits per table; other processes' show
 * in the file's data_version, as the writer's connection sees it. */
#include "sqlite.h"

void kp_foreign_notice(struct kp_sqlite *store)
{
    int64_t version;
    if (store->memory ||
        kp_connection_number(&store->writer, "PRAGMA data_version", &version, NULL) != KRIPA_OK ||
        version == store->data_version)
        return;
    store->data_version = version;
    atomic_fetch_add(&store->foreign, 1);
}

void kp_change_count_touched(struct kp_sqlite *store, const struct kripa_change *change)
{
    for (size_t i = 0; i < change->count; i++) {
        const struct kp_plan *plan;
        if (kp_plan_find(&store->layout, change->edits[i].of, &plan, NULL) == KRIPA_OK)
            atomic_fetch_add(&store->touched[plan->table->index], 1);
    }
}

/* While this process writes nobody else can: what it can't look at now, its writer has. */
uint64_t kp_sqlite_version(struct kripa_store *base, const struct kripa_schema *schema)
{
    struct kp_sqlite *store = (struct kp_sqlite *)base;
    const struct kp_plan *plan;
    if (kp_plan_find(&store->layout, schema, &plan, NULL) != KRIPA_OK)
        return 0;
    if (!store->memory && pthread_mutex_trylock(&store->writing) == 0) {
        kp_foreign_notice(store);
        pthread_mutex_unlock(&store->writing);
    }
    return 1 + atomic_load(&store->foreign) + atomic_load(&store->touched[plan->table->index]);
}
