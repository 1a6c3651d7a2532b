/* SPDX-License-Identifier: MIT
 * Who asks whether the server can take work: ping.c. */
#ifndef KP_MONGO_PING_H
#define KP_MONGO_PING_H

#include <pthread.h>

#include <mongoc/mongoc.h>

#include <kripa/sys/store.h>

#define KP_MONGO_KNOWN_MS 1000 /* for which a server that was away counts as such, unasked */

struct kp_mongo_prober {
    pthread_mutex_t lock;
    pthread_cond_t told;     /* an answer came, or its time was over */
    mongoc_client_t *client; /* of who is asking; NULL: the last one failed */
    int64_t patience_ms;     /* the client's */
    int64_t told_ms;         /* when the last answer came, by kp_mongo_clock_ms; 0: none yet */
    bool asking, ready;      /* somebody asks just now; what the last answer was */
};

void kp_mongo_prober_init(struct kp_mongo_prober *prober);
void kp_mongo_prober_clear(struct kp_mongo_prober *prober);
/* OK or UNAVAILABLE within `timeout_ms`; UNAVAILABLE at once where that was just so. */
enum kripa_status kp_mongo_ping(struct kripa_store *base, int64_t timeout_ms,
                                struct kripa_error *err);

#endif
