/* SPDX-License-Identifier: MIT
 * Counters, which are kept in the same change as what they count, and the blocks of order
 * numbers. */
#include "core/context.h"
#include "core/query.h"
#include "core/retry.h"
#include "journal.h"

#define ORDER_NUMBER_FIRST     1001
#define ORDER_NUMBER_BLOCK_MAX 1024
#define BLOCK_TRIES_MAX        16

struct kripa_counter *kp_counter(struct kp_change *change, const char *name)
{
    struct kripa_counter *counter = kripa_arena_alloc(change->call->arena, sizeof *counter, 1);
    if (!counter) {
        change->failed = true;
        return NULL;
    }
    *counter = (struct kripa_counter){.id = kp_id_of_name(name), .name = name};
    return counter;
}

void kp_count_up(struct kp_change *change, const char *name, int64_t by)
{
    struct kripa_counter *counter = kp_counter(change, name);
    if (!counter)
        return;
    kp_upsert_increment(change, &kripa_counter_schema, counter);
    kp_add(change, "value", by);
}

void kp_admins_decrement(struct kp_change *change)
{
    kp_update(change, &kripa_counter_schema, kp_id_of_name(KP_COUNTER_ADMINS));
    kp_require(change, "value", KRIPA_GT, kp_int(1));
    kp_add(change, "value", -1);
}

enum kripa_status kp_migration_finished(const struct kp_call *call, bool *out)
{
    void *found;
    struct kripa_error none = {0};
    struct kp_call quiet = kp_call_with_err(call, &none);
    enum kripa_status status =
        kp_find_id(&quiet, &kripa_counter_schema, kp_id_of_name(KP_COUNTER_FINISHED), &found);
    *out = status == KRIPA_OK && ((const struct kripa_counter *)found)->value > 0;
    if (status == KRIPA_NOT_FOUND)
        return KRIPA_OK;
    if (status != KRIPA_OK && call->err)
        *call->err = none;
    return status;
}

/* Moves the counter on by `size` from the value read; CONFLICT or EXISTS when another process did
 * so first. */
static enum kripa_status take_block(const struct kp_call *call, int64_t size, int64_t *first)
{
    struct kripa_id id = kp_id_of_name(KP_COUNTER_ORDER_NUMBER);
    void *found = NULL;
    enum kripa_status status = kp_find_id(call, &kripa_counter_schema, id, &found);
    if (status != KRIPA_OK && status != KRIPA_NOT_FOUND)
        return status;
    struct kp_change change = kp_change_in(call);
    if (status == KRIPA_NOT_FOUND) {
        struct kripa_counter *counter = kp_counter(&change, KP_COUNTER_ORDER_NUMBER);
        *first = ORDER_NUMBER_FIRST;
        if (counter) {
            counter->value = *first + size - 1;
            kp_insert(&change, &kripa_counter_schema, counter);
        }
    } else {
        int64_t last = ((struct kripa_counter *)found)->value;
        *first = last + 1;
        kp_update(&change, &kripa_counter_schema, id);
        kp_require(&change, "value", KRIPA_EQ, kp_int(last));
        kp_add(&change, "value", size);
    }
    return kp_commit(call, &change, NULL);
}

/* Blocks begin with one number and grow, so that a program that ends wastes at most as many numbers
 * as it used. */
static enum kripa_status next_block(void *ctx, const struct kp_call *call, bool *lost)
{
    (void)ctx;
    struct kripa *kripa = call->kripa;
    int64_t size = kripa->numbers.size ? kripa->numbers.size * 2 : 1;
    if (size > ORDER_NUMBER_BLOCK_MAX)
        size = ORDER_NUMBER_BLOCK_MAX;
    struct kripa_arena arena = {0};
    struct kp_call alone = kp_call_with_arena(call, &arena);
    int64_t first = 0;
    enum kripa_status status = take_block(&alone, size, &first);
    kripa_arena_clear(&arena);
    if (status == KRIPA_OK) {
        kripa->numbers.size = size;
        kripa->numbers.next = first;
        kripa->numbers.end = first + size;
    }
    *lost = status == KRIPA_CONFLICT || status == KRIPA_EXISTS;
    return status;
}

enum kripa_status kp_order_number(const struct kp_call *call, int64_t *number)
{
    static const struct kp_patience patience = {BLOCK_TRIES_MAX, KRIPA_UNAVAILABLE,
                                                "order numbers are in demand; try again", 0};
    pthread_mutex_lock(&call->kripa->numbers.lock);
    enum kripa_status status = KRIPA_OK;
    if (call->kripa->numbers.next == call->kripa->numbers.end)
        status = kp_retry(call, &patience, next_block, NULL);
    if (status == KRIPA_OK)
        *number = call->kripa->numbers.next++;
    pthread_mutex_unlock(&call->kripa->numbers.lock);
    return status;
}
