/* SPDX-License-Identifier: MIT
 * Sums by ids: a hash table with open addressing, at most three quarters full. */
#include "tally.h"

#include "base/fnv.h"

#define CAPACITY_FIRST 1024

static size_t hash(struct kripa_id a, struct kripa_id b)
{
    uint64_t sum = kp_hash(kp_hash(KP_HASH_START, &a, sizeof a), &b, sizeof b);
    return (size_t)(sum ^ sum >> 32);
}

/* The slot of these ids, or the free one for them. */
static struct kp_tally_slot *place(struct kp_tally_slot *slots, size_t capacity, struct kripa_id a,
                                   struct kripa_id b)
{
    size_t at = hash(a, b) & (capacity - 1);
    while (slots[at].used && !(kripa_id_equal(slots[at].a, a) && kripa_id_equal(slots[at].b, b)))
        at = (at + 1) & (capacity - 1);
    return &slots[at];
}

static bool grow(struct kp_tally *tally)
{
    size_t capacity = tally->capacity ? tally->capacity * 2 : CAPACITY_FIRST;
    struct kp_tally_slot *slots = kripa_arena_alloc(tally->arena, sizeof *slots, capacity);
    if (!slots)
        return false;
    for (size_t i = 0; i < tally->capacity; i++) {
        const struct kp_tally_slot *slot = &tally->slots[i];
        if (slot->used)
            *place(slots, capacity, slot->a, slot->b) = *slot;
    }
    tally->slots = slots;
    tally->capacity = capacity;
    return true;
}

struct kp_tally_slot *kp_tally_find(const struct kp_tally *tally, struct kripa_id a,
                                    struct kripa_id b)
{
    if (tally->capacity == 0)
        return NULL;
    struct kp_tally_slot *slot = place(tally->slots, tally->capacity, a, b);
    return slot->used ? slot : NULL;
}

struct kp_tally_slot *kp_tally_at(struct kp_tally *tally, struct kripa_id a, struct kripa_id b)
{
    struct kp_tally_slot *slot = kp_tally_find(tally, a, b);
    if (slot)
        return slot;
    if (tally->count + 1 > tally->capacity / 4 * 3 && !grow(tally))
        return NULL;
    slot = place(tally->slots, tally->capacity, a, b);
    *slot = (struct kp_tally_slot){.a = a, .b = b, .used = true};
    tally->count++;
    return slot;
}

int64_t kp_tally_sum(const struct kp_tally *tally, struct kripa_id a, struct kripa_id b)
{
    const struct kp_tally_slot *slot = kp_tally_find(tally, a, b);
    return slot ? slot->sum : 0;
}

bool kp_tally_add(struct kp_tally *tally, struct kripa_id a, struct kripa_id b, int64_t number)
{
    struct kp_tally_slot *slot = kp_tally_at(tally, a, b);
    if (slot)
        slot->sum += number;
    return slot != NULL;
}
