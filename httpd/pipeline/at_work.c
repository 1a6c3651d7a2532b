/* SPDX-License-Identifier: MIT
 * A thread's request, kept under a thread-specific key. */
#include "at_work.h"

bool at_work_open(struct at_work *at_work)
{
    at_work->kept = pthread_key_create(&at_work->key, NULL) == 0;
    return at_work->kept;
}

void at_work_close(struct at_work *at_work)
{
    if (at_work->kept)
        pthread_key_delete(at_work->key);
    at_work->kept = false;
}

void at_work_on(const struct at_work *at_work, const struct request *r)
{
    if (at_work->kept)
        pthread_setspecific(at_work->key, r);
}

const struct request *at_work_request(const struct at_work *at_work)
{
    return at_work->kept ? pthread_getspecific(at_work->key) : NULL;
}
