/* SPDX-License-Identifier: MIT
 * A bucket is one number: the time at which it will be full again (GCRA). A full bucket needs no
 * cell, so when a set of the table needs room, the fullest bucket is dropped: memory is bounded,
 * and buckets near their limit are kept. */
#include "rate_limit.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/hash.h"
#include "kripad.h"
#include "put.h"
#include "reply.h"

#define SETS 8192
#define WAYS 8

struct cell {
    uint64_t key;
    int64_t full_us; /* when the bucket is full again */
};
struct policy {
    const char *name;
    int64_t quota, window_us, each_us; /* quota 0: off */
    char header[64];                   /* RateLimit-Policy */
};
struct limits {
    pthread_mutex_t mutex;
    uint64_t seed;
    struct policy policies[BUCKET_COUNT];
    struct cell cells[SETS][WAYS];
};
struct verdict {
    bool off, refused;
    int64_t left, full_s, retry_s;
};

static const char *const names[BUCKET_COUNT] = {
    [BUCKET_ACCOUNT] = "account",
    [BUCKET_ADDRESS] = "address",
    [BUCKET_FREE] = "free",
    [BUCKET_SIGN_IN] = "sign-in",
    [BUCKET_SIGN_IN_ACCOUNT] = "sign-in-account",
    [BUCKET_SIGN_IN_ADDRESS] = "sign-in-address",
    [BUCKET_REGISTER] = "register",
    [BUCKET_RESET] = "reset",
    [BUCKET_CHECKOUT] = "checkout",
};

struct limits *limits_open(const struct rate rates[BUCKET_COUNT], uint64_t seed)
{
    struct limits *limits = calloc(1, sizeof *limits);
    if (!limits)
        return NULL;
    pthread_mutex_init(&limits->mutex, NULL);
    limits->seed = seed;
    for (size_t i = 0; i < BUCKET_COUNT; i++) {
        struct policy *policy = &limits->policies[i];
        policy->name = names[i];
        policy->quota = rates[i].quota;
        policy->window_us = rates[i].window_s * 1000000;
        policy->each_us = policy->quota ? policy->window_us / policy->quota : 0;
        snprintf(policy->header, sizeof policy->header, "\"%s\";q=%lld;w=%lld", names[i],
                 (long long)rates[i].quota, (long long)rates[i].window_s);
    }
    return limits;
}

void limits_close(struct limits *limits)
{
    if (limits)
        pthread_mutex_destroy(&limits->mutex);
    free(limits);
}

static uint64_t key_of(const struct limits *limits, enum bucket bucket, const void *of, size_t size)
{
    uint64_t key = hash_bytes(of, size, limits->seed + bucket);
    return key ? key : 1;
}

/* Finds the cell of this key, or the one of its set to be replaced. */
static struct cell *find_cell(struct limits *limits, uint64_t key)
{
    struct cell *set = limits->cells[key % SETS];
    struct cell *fullest = set;
    for (size_t i = 0; i < WAYS; i++) {
        if (set[i].key == key)
            return &set[i];
        if (set[i].full_us < fullest->full_us)
            fullest = &set[i];
    }
    *fullest = (struct cell){.key = key};
    return fullest;
}

static int64_t seconds_up(int64_t us)
{
    return us <= 0 ? 0 : (us + 999999) / 1000000;
}

static struct verdict take(struct limits *limits, enum bucket bucket, uint64_t key)
{
    const struct policy *policy = &limits->policies[bucket];
    int64_t now_us = clock_us();
    pthread_mutex_lock(&limits->mutex);
    struct cell *cell = find_cell(limits, key);
    int64_t full_us = (cell->full_us > now_us ? cell->full_us : now_us) + policy->each_us;
    bool refused = full_us - now_us > policy->window_us;
    if (refused)
        full_us = cell->full_us;
    else
        cell->full_us = full_us;
    pthread_mutex_unlock(&limits->mutex);
    int64_t left_us = policy->window_us - (full_us - now_us);
    return (struct verdict){
        .refused = refused,
        .left = refused ? 0 : left_us / policy->each_us,
        .full_s = seconds_up(full_us - now_us),
        .retry_s = refused ? seconds_up(policy->each_us - left_us) : 0,
    };
}

static void give_back(struct limits *limits, enum bucket bucket, uint64_t key)
{
    pthread_mutex_lock(&limits->mutex);
    find_cell(limits, key)->full_us -= limits->policies[bucket].each_us;
    pthread_mutex_unlock(&limits->mutex);
}

static void tell(struct request *r, const struct policy *policy, const struct verdict *verdict)
{
    char text[96], *to = put_text(text, "\"");
    to = put_text(put_text(to, policy->name), "\";r=");
    to = put_text(put_int(to, verdict->left), ";t=");
    to = put_int(to, verdict->full_s);
    reply_header(r, "RateLimit-Policy", policy->header);
    reply_header(r, "RateLimit", kripa_arena_text(r->arena, text, (size_t)(to - text)));
}

static enum kripa_status refuse(struct request *r, const struct policy *policy,
                                const struct verdict *verdict)
{
    r->reply.headers_count = 0; /* the bucket that refuses is the one to report */
    tell(r, policy, verdict);
    kripa_fail(r->err, KRIPA_LIMITED, "too many requests: try again in %lld s",
               (long long)verdict->retry_s);
    r->err->retry_after_s = verdict->retry_s;
    return KRIPA_LIMITED;
}

/* Takes one from the bucket; *taken is its cell (0: no limit, or the bucket is empty). */
static struct verdict take_one(struct limits *limits, enum bucket bucket, const void *of,
                               size_t size, uint64_t *taken)
{
    *taken = 0;
    if (!limits->policies[bucket].quota)
        return (struct verdict){.off = true};
    uint64_t key = key_of(limits, bucket, of, size);
    struct verdict verdict = take(limits, bucket, key);
    if (!verdict.refused)
        *taken = key;
    return verdict;
}

static enum kripa_status charge(struct request *r, enum bucket bucket, const void *of, size_t size,
                                bool told)
{
    uint64_t taken;
    struct limits *limits = r->kripad->limits;
    struct verdict verdict = take_one(limits, bucket, of, size, &taken);
    if (verdict.refused)
        return refuse(r, &limits->policies[bucket], &verdict);
    if (told && !verdict.off)
        tell(r, &limits->policies[bucket], &verdict);
    return KRIPA_OK;
}

static enum kripa_status charge_address(struct request *r, enum bucket bucket, bool told)
{
    return charge(r, bucket, r->client.bytes, address_counted_size(&r->client), told);
}

static enum kripa_status charge_account(struct request *r, enum bucket bucket, bool told)
{
    return charge(r, bucket, r->viewer.user.bytes, sizeof r->viewer.user.bytes, told);
}

/* A sign-in or refresh is let through even when the address has spent its quota: only the handler
 * knows the refresh token that a cookie or the body may have. limits_sign_in refuses it if that is
 * not valid. */
static enum kripa_status charge_guest(struct request *r)
{
    enum kripa_status status = charge_address(r, BUCKET_ADDRESS, true);
    if (status == KRIPA_OK || r->route->limit != LIMIT_SIGN_IN)
        return status;
    request_clear_error(r);
    r->reply.headers_count = 0;
    r->address_spent = true;
    return charge_address(r, BUCKET_FREE, false);
}

enum kripa_status limits_admit(struct request *r)
{
    if (r->route->limit == LIMIT_FREE)
        return charge_address(r, BUCKET_FREE, false);
    bool known = r->token_status == KRIPA_OK;
    enum kripa_status status = known ? charge_account(r, BUCKET_ACCOUNT, true) : charge_guest(r);
    if (status != KRIPA_OK)
        return status;
    if (r->route->limit == LIMIT_REGISTER || r->route->limit == LIMIT_RESET)
        return charge_address(r, BUCKET_REGISTER, false);
    if (r->route->limit == LIMIT_CHECKOUT && known)
        return charge_account(r, BUCKET_CHECKOUT, false);
    return KRIPA_OK;
}

enum kripa_status limits_reset(struct request *r, const char *email)
{
    return charge(r, BUCKET_RESET, email, strlen(email), false);
}

enum kripa_status limits_free(struct request *r)
{
    enum kripa_status status = charge_address(r, BUCKET_FREE, false);
    if (status == KRIPA_OK)
        return status;
    r->refusal = NULL;
    r->reply.http_status = 0;
    return status;
}

/* The buckets that a failed sign-in is charged to. */
enum guesser {
    GUESSER_ADDRESS,
    GUESSER_ANYBODY, /* of the account */
    GUESSER_PAIR,    /* of the account and the address */
    GUESSER_SESSION,
};
#define GUESSER_COUNT 4
static const enum bucket guessers[GUESSER_COUNT] = {
    [GUESSER_ADDRESS] = BUCKET_SIGN_IN_ADDRESS,
    [GUESSER_ANYBODY] = BUCKET_SIGN_IN_ACCOUNT,
    [GUESSER_PAIR] = BUCKET_SIGN_IN,
    [GUESSER_SESSION] = BUCKET_SIGN_IN,
};

/* An attempt, charged before it is known whether it fails. */
struct guess {
    struct request *r;
    uint64_t taken[GUESSER_COUNT]; /* the cells; 0: nothing was taken */
};

static bool count(struct guess *guess, enum guesser guesser, const void *of, size_t size,
                  bool binds)
{
    struct request *r = guess->r;
    struct limits *limits = r->kripad->limits;
    enum bucket bucket = guessers[guesser];
    struct verdict verdict = take_one(limits, bucket, of, size, &guess->taken[guesser]);
    if (!verdict.refused || !binds)
        return true;
    refuse(r, &limits->policies[bucket], &verdict);
    return false;
}

/* The account's e-mail and the address as one key. */
struct guessed {
    uint64_t account;
    unsigned char address[sizeof(struct address)];
};

static bool count_all(struct guess *guess, const char *email, struct kripa_id session)
{
    struct request *r = guess->r;
    bool stranger = kripa_id_is_zero(session);
    size_t email_size = strlen(email), size = address_counted_size(&r->client);
    struct guessed pair = {
        .account = key_of(r->kripad->limits, BUCKET_SIGN_IN_ACCOUNT, email, email_size)};
    memcpy(pair.address, r->client.bytes, size);
    return (stranger || count(guess, GUESSER_SESSION, session.bytes, sizeof session.bytes, true)) &&
           count(guess, GUESSER_ADDRESS, r->client.bytes, size, stranger) &&
           count(guess, GUESSER_ANYBODY, email, email_size, stranger) &&
           count(guess, GUESSER_PAIR, &pair, sizeof pair, stranger);
}

static bool is_told_of(const struct kripa_error *err, const char *field, size_t size)
{
    for (size_t i = 0; i < err->fields_count; i++)
        if (strncmp(err->fields[i].path, field, size) == 0 && !err->fields[i].path[size])
            return true;
    return false;
}

bool limits_failed_sign_in(const struct request *r, enum kripa_status status)
{
    const char *proof = r->route->proof;
    if (status == KRIPA_UNAUTHENTICATED)
        return true;
    while (status == KRIPA_INVALID && proof && *proof) {
        size_t size = strcspn(proof, ",");
        if (is_told_of(r->err, proof, size))
            return true;
        proof += size + (proof[size] == ',');
    }
    return false;
}

enum kripa_status limits_sign_in(struct request *r, const char *email, struct kripa_id session,
                                 sign_in_try *attempt, struct kripa_signed_in *out)
{
    struct guess guess = {.r = r};
    bool stranger = kripa_id_is_zero(session);
    enum kripa_status status =
        stranger && r->address_spent ? charge_address(r, BUCKET_ADDRESS, true) : KRIPA_OK;
    if (status != KRIPA_OK)
        return status;
    status = count_all(&guess, email, session) ? attempt(r, out) : KRIPA_LIMITED;
    bool failed = limits_failed_sign_in(r, status);
    for (enum guesser i = 0; i < GUESSER_COUNT; i++)
        if (guess.taken[i] && !failed)
            give_back(r->kripad->limits, guessers[i], guess.taken[i]);
    return status;
}
