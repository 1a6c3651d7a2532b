/* SPDX-License-Identifier: MIT
 * Which request a thread works on, for the log of the store's statements, which only knows the
 * thread. Nothing is kept when statements are not logged (KRIPA_LOG_STATEMENTS). */
#ifndef AT_WORK_H
#define AT_WORK_H

#include <pthread.h>
#include <stdbool.h>

struct request;
struct at_work {
    bool kept;
    pthread_key_t key;
};

/* False: the system has no keys left. */
bool at_work_open(struct at_work *at_work);
void at_work_close(struct at_work *at_work);
/* NULL: from now on this thread works on none. */
void at_work_on(const struct at_work *at_work, const struct request *r);
/* NULL: none, or nothing is kept. */
const struct request *at_work_request(const struct at_work *at_work);

#endif
