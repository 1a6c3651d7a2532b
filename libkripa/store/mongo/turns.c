/* SPDX-License-Identifier: MIT
 * See turns.h. Stripes are bits, so that the set of a change needs no allocation. */
#include "turns.h"

#include <errno.h>
#include <string.h>
#include <time.h>

static bool meets(const uint64_t *set, const uint64_t *other)
{
    uint64_t both = 0;
    for (size_t i = 0; i < KP_MONGO_TURN_WORDS; i++)
        both |= set[i] & other[i];
    return both != 0;
}

static void add(uint64_t *set, const uint64_t *other)
{
    for (size_t i = 0; i < KP_MONGO_TURN_WORDS; i++)
        set[i] |= other[i];
}

static void take_away(uint64_t *set, const uint64_t *other)
{
    for (size_t i = 0; i < KP_MONGO_TURN_WORDS; i++)
        set[i] &= ~other[i];
}

void kp_mongo_turns_init(struct kp_mongo_turns *turns)
{
    *turns = (struct kp_mongo_turns){0};
    turns->last = &turns->first;
    pthread_mutex_init(&turns->lock, NULL);
}

void kp_mongo_turns_clear(struct kp_mongo_turns *turns)
{
    pthread_mutex_destroy(&turns->lock);
}

/* FNV-1a */
static uint32_t stripe_of(struct kripa_id key)
{
    uint32_t hash = 2166136261U;
    for (size_t i = 0; i < sizeof key.bytes; i++)
        hash = (hash ^ key.bytes[i]) * 16777619U;
    return (hash ^ hash >> 16) % KP_MONGO_TURN_STRIPES;
}

/* Whether the change itself inserts the document: nobody else knows of it yet. */
static bool is_inserted(const struct kripa_change *change, size_t at)
{
    for (size_t i = at; i-- > 0;)
        if (change->edits[i].kind == KRIPA_INSERT &&
            kripa_id_equal(change->edits[i].key, change->edits[at].key))
            return true;
    return false;
}

void kp_mongo_turn_want(struct kp_mongo_turn *turn, const struct kripa_change *change)
{
    *turn = (struct kp_mongo_turn){0};
    for (size_t i = 0; i < change->count; i++) {
        if (change->edits[i].kind == KRIPA_INSERT || is_inserted(change, i))
            continue;
        uint32_t stripe = stripe_of(change->edits[i].key);
        turn->stripes[stripe / 64] |= (uint64_t)1 << stripe % 64;
        turn->wants = true;
    }
}

static void leave_queue(struct kp_mongo_turns *turns, struct kp_mongo_turn **at)
{
    struct kp_mongo_turn *turn = *at;
    *at = turn->next;
    if (!turn->next)
        turns->last = at;
}

static void count_passed(struct kp_mongo_turns *turns, const struct kp_mongo_turn *passing)
{
    for (struct kp_mongo_turn *turn = turns->first; turn != passing; turn = turn->next)
        if (meets(turn->stripes, passing->stripes))
            turn->passed++;
}

/* Gives all who can have their turn now theirs, in the order they came. */
static void call(struct kp_mongo_turns *turns)
{
    uint64_t taken[KP_MONGO_TURN_WORDS]; /* in use, or reserved for a change that waits */
    memcpy(taken, turns->held, sizeof taken);
    for (struct kp_mongo_turn **at = &turns->first; *at;) {
        struct kp_mongo_turn *turn = *at;
        if (meets(turn->stripes, taken)) {
            if (turn->passed >= KP_MONGO_TURN_PASSED_MAX)
                add(taken, turn->stripes);
            at = &turn->next;
            continue;
        }
        count_passed(turns, turn);
        leave_queue(turns, at);
        add(turns->held, turn->stripes);
        add(taken, turn->stripes);
        turn->has = true;
        pthread_cond_signal(&turn->called);
    }
}

static void enter_queue(struct kp_mongo_turns *turns, struct kp_mongo_turn *turn)
{
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&turn->called, &attributes);
    pthread_condattr_destroy(&attributes);
    turn->next = NULL;
    *turns->last = turn;
    turns->last = &turn->next;
}

/* Ends a wait or turn: others may have theirs now. */
static void give_up(struct kp_mongo_turns *turns, struct kp_mongo_turn *turn)
{
    struct kp_mongo_turn **at = &turns->first;
    while (*at != turn)
        at = &(*at)->next;
    leave_queue(turns, at);
    call(turns);
}

bool kp_mongo_turn_acquire(struct kp_mongo_turns *turns, struct kp_mongo_turn *turn,
                           int64_t until_ms)
{
    struct timespec until = {.tv_sec = until_ms / 1000, .tv_nsec = until_ms % 1000 * 1000000};
    if (!turn->wants || turns->off)
        return true;
    pthread_mutex_lock(&turns->lock);
    enter_queue(turns, turn);
    call(turns);
    bool late = false;
    while (!turn->has && !late)
        late = pthread_cond_timedwait(&turn->called, &turns->lock, &until) == ETIMEDOUT;
    if (!turn->has)
        give_up(turns, turn);
    pthread_mutex_unlock(&turns->lock);
    pthread_cond_destroy(&turn->called);
    return turn->has;
}

void kp_mongo_turn_release(struct kp_mongo_turns *turns, struct kp_mongo_turn *turn)
{
    if (!turn->has)
        return;
    pthread_mutex_lock(&turns->lock);
    take_away(turns->held, turn->stripes);
    turn->has = false;
    call(turns);
    pthread_mutex_unlock(&turns->lock);
}
