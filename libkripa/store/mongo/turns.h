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

/* so many that 32 orders at once with four documents each hardly ever share one */
#define KP_MONGO_TURN_STRIPES    4096
#define KP_MONGO_TURN_WORDS      (KP_MONGO_TURN_STRIPES / 64)
/* How often a change that waits for several documents can be overtaken by later ones, which take
 * free documents that it wants, too; then those are reserved for it. A change that waits for one
 * document is never overtaken. */
#define KP_MONGO_TURN_PASSED_MAX 8

/* A change's place in the queue, in its caller's memory from kp_mongo_turn_acquire to
 * kp_mongo_turn_release. */
struct kp_mongo_turn {
    uint64_t stripes[KP_MONGO_TURN_WORDS]; /* the ones that it wants, as bits */
    bool wants;                            /* at least one */
    bool has;                              /* it has all of them */
    int passed;
    pthread_cond_t called;
    struct kp_mongo_turn *next; /* the next one that came */
};
struct kp_mongo_turns {
    pthread_mutex_t lock;
    uint64_t held[KP_MONGO_TURN_WORDS];
    struct kp_mongo_turn *first, **last; /* changes that wait, in the order they came */
    bool off;                            /* turns are not used: for measuring what they are worth */
};

void kp_mongo_turns_init(struct kp_mongo_turns *turns);
/* When no change has a turn or waits. */
void kp_mongo_turns_clear(struct kp_mongo_turns *turns);

/* The documents that the change writes to and others may, too: all except those it inserts. */
void kp_mongo_turn_want(struct kp_mongo_turn *turn, const struct kripa_change *change);
/* False: it did not get its turn until that time (of kp_mongo_clock_ms). */
bool kp_mongo_turn_acquire(struct kp_mongo_turns *turns, struct kp_mongo_turn *turn,
                           int64_t until_ms);
void kp_mongo_turn_release(struct kp_mongo_turns *turns, struct kp_mongo_turn *turn);

#endif
