/* SPDX-License-Identifier: MIT
 * Changes to one document take turns within this process. A MongoDB server refuses who writes to
 * what another transaction has written, and they begin anew: of many at once all but one do their
 * work for nothing, again and again. Those who wait here cost the server nothing.
 *
 * Nothing rests on it but speed: other processes write to the same documents, and what must hold
 * is in the change's own conditions. So a document is known by the hash of its key alone; two that
 * share a stripe wait for each other.
 *
 * A change gets all its stripes at one moment or waits with none: nobody holds what they can't use
 * yet, and two can't wait for each other. */
#ifndef KP_MONGO_TURNS_H
#define KP_MONGO_TURNS_H

#include <pthread.h>

#include <kripa/sys/store.h>

/* So many that of 32 orders at once, of four documents each, hardly two share one by chance. */
#define KP_MONGO_TURN_STRIPES    4096
#define KP_MONGO_TURN_WORDS      (KP_MONGO_TURN_STRIPES / 64)
/* How many that came later may go before one who waits for several documents at once, taking some
 * of theirs that are free, while another is not; then theirs are kept for them. Who waits for one
 * document is never passed. */
#define KP_MONGO_TURN_PASSED_MAX 8

/* Of one change, from kp_mongo_turn_acquire to kp_mongo_turn_release where its caller keeps it. */
struct kp_mongo_turn {
    uint64_t stripes[KP_MONGO_TURN_WORDS]; /* that it wants, a bit each */
    bool wants;                            /* any */
    bool has;                              /* all of them */
    int passed;
    pthread_cond_t called;
    struct kp_mongo_turn *next; /* who came after it */
};
struct kp_mongo_turns {
    pthread_mutex_t lock;
    uint64_t held[KP_MONGO_TURN_WORDS];
    struct kp_mongo_turn *first, **last; /* who waits, in the order they came */
    bool off;                            /* nobody waits: to measure what turns are worth */
};

void kp_mongo_turns_init(struct kp_mongo_turns *turns);
/* When nobody has a turn or waits for one. */
void kp_mongo_turns_clear(struct kp_mongo_turns *turns);

/* What the change writes to and others may, too: all but what it inserts itself. */
void kp_mongo_turn_want(struct kp_mongo_turn *turn, const struct kripa_change *change);
/* False: it wasn't its turn until then (by kp_mongo_clock_ms). */
bool kp_mongo_turn_acquire(struct kp_mongo_turns *turns, struct kp_mongo_turn *turn,
                           int64_t until_ms);
void kp_mongo_turn_release(struct kp_mongo_turns *turns, struct kp_mongo_turn *turn);

#endif
