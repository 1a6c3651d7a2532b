/* SPDX-License-Identifier: MIT
 * Which request a thread works on, for what is told of the thread alone: the statements of the
 * store. Only where they are logged (KRIPA_LOG_STATEMENTS); else nothing is kept. */
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
/* NULL: this thread works on none, from here on. */
void at_work_on(const struct at_work *at_work, const struct request *r);
/* NULL: none, or nothing is kept. */
const struct request *at_work_request(const struct at_work *at_work);

#endif
