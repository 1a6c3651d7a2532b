/* SPDX-License-Identifier: MIT
 * Changes that wait to be committed, and whether a thread commits now: commit.c. */
#ifndef KP_SQLITE_COMMIT_H
#define KP_SQLITE_COMMIT_H

#include <pthread.h>
#include <stdbool.h>

struct kp_commits {
    pthread_mutex_t lock;
    struct kp_commit *first, *last;
    bool led;
};

void kp_commits_init(struct kp_commits *commits);
void kp_commits_clear(struct kp_commits *commits);

#endif
