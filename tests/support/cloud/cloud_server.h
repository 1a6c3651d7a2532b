/* SPDX-License-Identifier: MIT
 * A server on a loopback port that takes pictures as Cloudinary does: it checks the signature of
 * each request by the vendor's rule, keeps the public_ids that were put, and misbehaves when it is
 * told to. It serves one request at a time. */
#ifndef CLOUD_SERVER_H
#define CLOUD_SERVER_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CLOUD_KEY        "874837483274837"
#define CLOUD_SECRET     "abcd-Secret-9"
#define CLOUD_NAME       "kripa-demo"
#define CLOUD_TIMEOUT_MS 700 /* how long the shop waits for an answer */
#define CLOUD_KEPT_MAX   64

enum cloud_mood {
    CLOUD_GOOD,
    CLOUD_REFUSES,   /* 401, with the text that was to be signed */
    CLOUD_COMPLAINS, /* 400, and why */
    CLOUD_IS_BUSY,   /* 420 */
    CLOUD_BREAKS,    /* 500, as a page */
    CLOUD_IS_LATE,   /* it stores the picture, and answers after the time limit */
    CLOUD_HANGS_UP,  /* it closes the connection after half of the request */
    CLOUD_GOES,      /* it stores the picture, and closes the connection within its answer */
    CLOUD_MUMBLES,   /* 200, with a body that is no JSON */
    CLOUD_TALKS,     /* 200, with a body that is too long */
    CLOUD_LIES,      /* 200, with a wrong signature */
    CLOUD_MISTAKES,  /* 200, with a right signature, but of another picture */
    CLOUD_REDIRECTS, /* 307 to another port */
};
#define CLOUD_MOODS 13

struct cloud_server {
    int listener;
    uint16_t port;
    pthread_t thread;
    atomic_int mood;
    atomic_bool stops;
    pthread_mutex_t lock; /* of all below */
    char kept[CLOUD_KEPT_MAX][300];
    size_t kept_count, bytes; /* bytes: of the last file */
    int uploads, removals, badly_signed;
};

void cloud_server_start(struct cloud_server *server);
void cloud_server_stop(struct cloud_server *server);
/* CLOUDINARY_URL of this server. */
void cloud_server_url(const struct cloud_server *server, char *out, size_t size);
bool cloud_server_has(struct cloud_server *server, const char *public_id);
size_t cloud_server_count(struct cloud_server *server);

#endif
