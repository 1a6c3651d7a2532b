/* SPDX-License-Identifier: MIT
 * The state of asking whether the server can take work: ping.c. */
#ifndef KP_MONGO_PING_H
#define KP_MONGO_PING_H

#include <pthread.h>

#include <mongoc/mongoc.h>

#include <kripa/sys/store.h>

/* how long a server that was away counts as such without being asked */
#define KP_MONGO_KNOWN_MS 1000

struct kp_mongo_prober {
    pthread_mutex_t lock;
    pthread_cond_t told;     /* an answer came, or its time was up */
    mongoc_client_t *client; /* of the thread that asks; NULL after a failure */
    int64_t patience_ms;     /* the time limits of the client */
    int64_t told_ms;         /* the time of the last answer by kp_mongo_clock_ms; 0: none yet */
    bool asking, ready;      /* a thread is asking; the last answer was yes */
};

void kp_mongo_prober_init(struct kp_mongo_prober *prober);
void kp_mongo_prober_clear(struct kp_mongo_prober *prober);
/* OK or UNAVAILABLE within `timeout_ms`; UNAVAILABLE at once if that was the answer a moment
 * ago. */
enum kripa_status kp_mongo_ping(struct kripa_store *base, int64_t timeout_ms,
                                struct kripa_error *err);

#endif
